using System.Globalization;
using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Stream.Engines;

namespace Platform.Stream;

/// <summary>What a caller is told of each failure of the log.</summary>
internal static class LogErrors
{
    public static RpcException ToRpc(LogException failure) =>
        failure switch
        {
            UnknownTopicException unknown => PlatformErrors.Create(
                ErrorReason.UnknownTopic,
                unknown.Message,
                ("topic", unknown.Topic)
            ),
            TopicExistsException exists => PlatformErrors.Create(
                ErrorReason.AlreadyExists,
                exists.Message,
                ("topic", exists.Topic)
            ),
            UnknownPartitionException unknown => PlatformErrors.CreateInvalid(
                ("partition", unknown.Message)
            ),
            RecordTooLargeException large => PlatformErrors.Create(
                ErrorReason.LimitExceeded,
                large.Message,
                ("limit", "record bytes"),
                ("limit_value", Text(large.Limit)),
                ("value", Text(large.Bytes)),
                ("record", Text(large.Index))
            ),
            LogLimitException limit => PlatformErrors.Create(
                ErrorReason.LimitExceeded,
                limit.Message,
                ("limit", limit.What),
                ("limit_value", Text(limit.Limit)),
                ("value", Text(limit.Value))
            ),
            OffsetOutOfRangeException range => OutOfRange(range),
            LogFullException => PlatformErrors.Create(ErrorReason.StorageFull, failure.Message),
            LogBusyException => PlatformErrors.Create(ErrorReason.Overloaded, failure.Message),
            _ => PlatformErrors.Create(ErrorReason.StoreUnavailable, failure.Message),
        };

    private static RpcException OutOfRange(OffsetOutOfRangeException range) =>
        PlatformErrors.Create(
            range.Expired ? ErrorReason.PositionExpired : ErrorReason.PositionBeyondLog,
            range.Message,
            ("topic", range.Topic),
            ("partition", Text(range.Partition)),
            ("offset", Text(range.Offset)),
            ("earliest_offset", Text(range.Earliest)),
            ("next_offset", Text(range.Next))
        );

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
