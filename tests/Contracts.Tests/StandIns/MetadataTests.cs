using Grpc.Core;

namespace Platform.Contracts.Tests.StandIns;

public class MetadataTests
{
    [Fact]
    public void Keys_are_lower_case_and_found_in_any_case()
    {
        var metadata = new Metadata { { "X-Trace.Id_1", "a" } };
        metadata[0].Key.ShouldBe("x-trace.id_1");
        metadata.GetValue("x-TRACE.id_1").ShouldBe("a");
        metadata.Get("other").ShouldBeNull();
        metadata.GetValue("other").ShouldBeNull();
        metadata.GetValueBytes("other").ShouldBeNull();
    }

    [Fact]
    public void A_repeated_key_keeps_its_order_and_the_last_one_wins()
    {
        var metadata = new Metadata
        {
            { "k", "1" },
            { "other", "x" },
            { "k", "2" },
        };
        metadata.GetAll("K").Select(entry => entry.Value).ShouldBe(["1", "2"]);
        metadata.GetValue("k").ShouldBe("2");
        metadata.Select(entry => entry.Key).ShouldBe(["k", "other", "k"]);
        metadata.Count.ShouldBe(3);
    }

    [Fact]
    public void Binary_entries_are_copied_in_and_out()
    {
        byte[] bytes = [0, 1, 255];
        var entry = new Metadata.Entry("data-bin", bytes);
        bytes[0] = 9;
        entry.ValueBytes.ShouldBe([0, 1, 255]);
        entry.ValueBytes[1] = 9;
        entry.ValueBytes.ShouldBe([0, 1, 255]);
        entry.IsBinary.ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => entry.Value);
        new Metadata { entry }
            .GetValueBytes("data-bin")
            .ShouldBe([0, 1, 255]);
    }

    [Fact]
    public void Text_entries_give_ascii_bytes()
    {
        var entry = new Metadata.Entry("k", "ab");
        entry.IsBinary.ShouldBeFalse();
        entry.ValueBytes.ShouldBe("ab"u8.ToArray());
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("k\u00e4y")]
    [InlineData(":path")]
    [InlineData("k-bin")]
    public void A_bad_text_key_is_refused(string key) =>
        Should.Throw<ArgumentException>(() => new Metadata.Entry(key, "v"));

    [Fact]
    public void A_binary_value_needs_a_binary_key() =>
        Should.Throw<ArgumentException>(() => new Metadata.Entry("k", [1]));

    [Fact]
    public void The_empty_one_stays_empty()
    {
        Metadata.Empty.IsReadOnly.ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => Metadata.Empty.Add("k", "v"));
        Should.Throw<InvalidOperationException>(() => Metadata.Empty.Clear());
    }
}
