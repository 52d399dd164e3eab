using System.Buffers;
using Grpc.Core;

namespace Platform.Benchmarks.Load;

/// <summary>What a benchmark wants to know of a message with ticks.</summary>
/// <param name="Rows">Ticks in it.</param>
/// <param name="LastTimeUs">Event time of the last of them, 0 without.</param>
/// <param name="IsCaughtUp">The frame that says history is over.</param>
/// <param name="Bytes">Length of the message.</param>
internal sealed record FrameCount(int Rows, long LastTimeUs, bool IsCaughtUp, int Bytes)
{
    /// <summary>A SubscribeTicksResponse: frame 1 { ticks 2 { batches 1 }, caught_up 3 }.</summary>
    public static FrameCount Read(DeserializationContext context)
    {
        var message = Whole(context);
        var found = new Found();
        foreach (var frame in new Fields(message, 1))
        {
            foreach (var ticks in new Fields(frame, 2))
            {
                foreach (var batch in new Fields(ticks, 1))
                {
                    found.Add(batch);
                }
            }
            foreach (var _ in new Fields(frame, 3))
            {
                found.CaughtUp = true;
            }
        }
        return new FrameCount(found.Rows, found.LastTimeUs, found.CaughtUp, message.Length);
    }

    /// <summary>An answer whose field 1 is a batch.</summary>
    public static FrameCount ReadBatch(DeserializationContext context)
    {
        var message = Whole(context);
        var found = new Found();
        foreach (var batch in new Fields(message, 1))
        {
            found.Add(batch);
        }
        return new FrameCount(found.Rows, found.LastTimeUs, false, message.Length);
    }

    /// <summary>A message of the log: how many records (field 1) it has.</summary>
    public static FrameCount ReadRecords(DeserializationContext context)
    {
        var message = Whole(context);
        var records = 0;
        foreach (var _ in new Fields(message, 1))
        {
            records++;
        }
        return new FrameCount(records, 0, false, message.Length);
    }

    private static ReadOnlySpan<byte> Whole(DeserializationContext context)
    {
        var payload = context.PayloadAsReadOnlySequence();
        return payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray();
    }

    private struct Found
    {
        public int Rows;
        public long LastTimeUs;
        public bool CaughtUp;

        public void Add(ReadOnlySpan<byte> batch)
        {
            foreach (var times in new Fields(batch, 3))
            {
                Rows += times.Length / sizeof(long);
                LastTimeUs = BitConverter.ToInt64(times[^sizeof(long)..]);
            }
        }
    }

    /// <summary>The length-delimited fields of one number, in place.</summary>
    private ref struct Fields(ReadOnlySpan<byte> message, int number)
    {
        private ReadOnlySpan<byte> _rest = message;

        public ReadOnlySpan<byte> Current { get; private set; }

        public readonly Fields GetEnumerator() => this;

        public bool MoveNext()
        {
            while (!_rest.IsEmpty)
            {
                var tag = Varint();
                switch (tag & 7)
                {
                    case 0:
                        Varint();
                        continue;
                    case 1:
                        _rest = _rest[8..];
                        continue;
                    case 5:
                        _rest = _rest[4..];
                        continue;
                }
                var length = (int)Varint();
                Current = _rest[..length];
                _rest = _rest[length..];
                if ((int)(tag >> 3) == number)
                {
                    return true;
                }
            }
            return false;
        }

        private ulong Varint()
        {
            ulong value = 0;
            var shift = 0;
            var i = 0;
            while (true)
            {
                var b = _rest[i++];
                value |= (ulong)(b & 0x7f) << shift;
                if (b < 0x80)
                {
                    _rest = _rest[i..];
                    return value;
                }
                shift += 7;
            }
        }
    }
}
