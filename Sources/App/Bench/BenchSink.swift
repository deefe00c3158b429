import Foundation
import Kernel
import NIOCore
import NIOPosix
import Synchronization

/// A mail server that takes everything and keeps nothing, on one thread of its own.
final class BenchSink: Sendable {
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let channel: any Channel
    private let taken: Taken

    final class Taken: Sendable {
        let mails = Atomic<Int>(0)
    }

    init() async throws {
        let taken = Taken()
        self.taken = taken
        channel = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(SinkHandler(taken)) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    var port: Int { channel.localAddress?.port ?? 0 }
    var mails: Int { taken.mails.load(ordering: .relaxed) }

    /// The processor time of its thread so far.
    func processorTime() async throws -> Duration { try await group.next().submit { Meter.threadTime() }.get() }

    func close() async {
        try? await channel.close()
        try? await group.shutdownGracefully()
    }
}

/// Enough of a server's side of SMTP for one client that does it right (RFC 5321, RFC 2920).
private final class SinkHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let taken: BenchSink.Taken
    private var pending = ByteBuffer()
    private var isInMail = false
    private static let end = Array("\r\n.\r\n".utf8)

    init(_ taken: BenchSink.Taken) { self.taken = taken }

    func channelActive(context: ChannelHandlerContext) { answer("220 bench\r\n", context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = Self.unwrapInboundIn(data)
        pending.writeBuffer(&bytes)
        var replies = ""
        var leaves = false
        while !leaves {
            if isInMail {
                guard let length = pending.withUnsafeReadableBytes({ Self.length(of: $0, through: Self.end) }) else {
                    // Only the last bytes can belong to an end that is not yet whole.
                    if pending.readableBytes > Self.end.count { pending.moveReaderIndex(forwardBy: pending.readableBytes - Self.end.count) }
                    break
                }
                pending.moveReaderIndex(forwardBy: length)
                isInMail = false
                taken.mails.add(1, ordering: .relaxed)
                replies += "250 2.0.0 taken\r\n"
            } else {
                guard let length = pending.withUnsafeReadableBytes({ Self.length(of: $0, through: [UInt8(ascii: "\n")]) }),
                    let line = pending.readString(length: length)
                else { break }
                switch line.prefix(4).uppercased() {
                case "EHLO": replies += "250-bench\r\n250-PIPELINING\r\n250 8BITMIME\r\n"
                case "DATA":
                    replies += "354 go on\r\n"
                    isInMail = true
                case "QUIT":
                    replies += "221 bye\r\n"
                    leaves = true
                default: replies += "250 2.1.0 fine\r\n"
                }
            }
        }
        pending.discardReadBytes()
        if !replies.isEmpty { answer(replies, context) }
        if leaves { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func answer(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }

    /// The length up to and with the first `mark`.
    private static func length(of bytes: UnsafeRawBufferPointer, through mark: [UInt8]) -> Int? {
        guard let base = bytes.baseAddress, let first = mark.first else { return nil }
        var at = 0
        while at + mark.count <= bytes.count, let found = memchr(base + at, Int32(first), bytes.count - at) {
            at = UnsafeRawPointer(found) - base
            if at + mark.count <= bytes.count, memcmp(base + at, mark, mark.count) == 0 { return at + mark.count }
            at += 1
        }
        return nil
    }
}
