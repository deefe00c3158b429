package import NIOCore
import NIOPosix

/// The thread on which mails are sent: connections live on it, and so do the tasks that feed them, which then wake nobody to speak to
/// their connection. What blocks runs elsewhere.
package final class MailLoop: TaskExecutor {
    package let eventLoop: any EventLoop

    /// The only one, for as long as the process lives.
    package static let shared = MailLoop()

    private init() { eventLoop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next() }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
