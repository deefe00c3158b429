import Foundation

extension CSVReader {
    /// Reads an open file until its end.
    /// - Parameter failed: makes the error that is thrown when the system refuses, from its words.
    package convenience init(descriptor: Int32, failed: @escaping (_ reason: String) -> any Error) {
        self.init { target in
            while true {
                let count = read(descriptor, target.baseAddress, target.count)
                if count >= 0 { return count }
                guard errno == EINTR else { throw failed(String(cString: strerror(errno))) }
            }
        }
    }
}
