using System.Buffers;
using Google.Protobuf;
using Grpc.Core;
using Platform.Stream.V1;
using Platform.Timeseries.V1;

namespace Platform.Benchmarks.Load;

/// <summary>
/// The suite's methods with requests that were encoded beforehand, and answers that are counted rather than turned
/// into objects: the client shares the cores with what it measures, so it must not be what is measured.
/// </summary>
internal static class RawCalls
{
    public static readonly Method<byte[], WriteTicksResponse> WriteTicks = new(
        MethodType.DuplexStreaming,
        TimeseriesService.Descriptor.FullName,
        "WriteTicks",
        Bytes,
        Message(WriteTicksResponse.Parser)
    );

    public static readonly Method<byte[], PublishStreamResponse> PublishStream = new(
        MethodType.DuplexStreaming,
        StreamService.Descriptor.FullName,
        "PublishStream",
        Bytes,
        Message(PublishStreamResponse.Parser)
    );

    public static readonly Method<byte[], FrameCount> SubscribeTicks = new(
        MethodType.ServerStreaming,
        TimeseriesService.Descriptor.FullName,
        "SubscribeTicks",
        Bytes,
        new Marshaller<FrameCount>((_, _) => throw new NotSupportedException(), FrameCount.Read)
    );

    /// <summary>Answers are only measured: their length, and the rows of the batch in field 1.</summary>
    public static readonly Method<byte[], FrameCount> ReadTicks = new(
        MethodType.ServerStreaming,
        TimeseriesService.Descriptor.FullName,
        "ReadTicks",
        Bytes,
        new Marshaller<FrameCount>(
            (_, _) => throw new NotSupportedException(),
            FrameCount.ReadBatch
        )
    );

    /// <summary>The log's records as they are; rows are records here.</summary>
    public static readonly Method<byte[], FrameCount> SubscribeLog = new(
        MethodType.ServerStreaming,
        StreamService.Descriptor.FullName,
        "Subscribe",
        Bytes,
        new Marshaller<FrameCount>(
            (_, _) => throw new NotSupportedException(),
            FrameCount.ReadRecords
        )
    );

    public static readonly Method<byte[], FrameCount> GetRecentTicks = new(
        MethodType.Unary,
        TimeseriesService.Descriptor.FullName,
        "GetRecentTicks",
        Bytes,
        new Marshaller<FrameCount>(
            (_, _) => throw new NotSupportedException(),
            FrameCount.ReadBatch
        )
    );

    private static Marshaller<byte[]> Bytes =>
        new(
            static (bytes, context) =>
            {
                context.SetPayloadLength(bytes.Length);
                context.GetBufferWriter().Write(bytes);
                context.Complete();
            },
            static _ => throw new NotSupportedException("Encoded requests are only sent.")
        );

    private static Marshaller<T> Message<T>(MessageParser<T> parser)
        where T : class, IMessage<T> =>
        new(
            static (_, _) => throw new NotSupportedException("These answers are only read."),
            context => parser.ParseFrom(context.PayloadAsReadOnlySequence())
        );
}
