using System.Buffers.Binary;
using Platform.Gateway.Calls;

namespace Platform.Gateway.Tests;

public sealed class GrpcFramesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1_000_000)]
    public void Finds_the_bounds_of_messages_however_the_bytes_are_cut(int cut)
    {
        int[] lengths = [0, 1, 5, 0, 0, 300, 70_000, 4];
        var bytes = new List<byte>();
        var bounds = new HashSet<int> { 0 };
        foreach (var length in lengths)
        {
            var prefix = new byte[5];
            prefix[0] = 1;
            BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), length);
            bytes.AddRange(prefix);
            bytes.AddRange(new byte[length]);
            bounds.Add(bytes.Count);
        }
        var all = bytes.ToArray();
        var frames = new GrpcFrames();
        for (var at = 0; at < all.Length; at += cut)
        {
            frames.AtBoundary.ShouldBe(bounds.Contains(at));
            frames.Advance(all.AsSpan(at, Math.Min(cut, all.Length - at)));
        }
        frames.AtBoundary.ShouldBeTrue();
        frames.LongestBytes.ShouldBe(70_000u);
    }

    [Fact]
    public void A_length_of_four_gigabytes_is_only_a_long_message()
    {
        var frames = new GrpcFrames();
        frames.Advance([0, 255, 255, 255, 255, 1]);
        frames.LongestBytes.ShouldBe(uint.MaxValue);
        frames.AtBoundary.ShouldBeFalse();
    }
}
