using Platform.Schema.Caching;
using Platform.Schema.Model;

namespace Platform.Schema.Tests.Caching;

public sealed class CacheKeyTests
{
    private static readonly CacheKeys Neliti = new(Catalogue.Shipped.At(StoreKind.Cache, "neliti"));
    private static readonly CacheKeys Crypto = new(Catalogue.Shipped.At(StoreKind.Cache, "crypto"));

    [Fact]
    public void A_key_is_its_pattern_with_the_values_in_it()
    {
        Neliti["tick_cache"].Build("EURUSD", "FBS-Demo").ShouldBe("tick:EURUSD:FBS-Demo");
        Neliti["indicator_cache"]
            .Build(
                new Dictionary<string, string>
                {
                    ["type"] = "rsi_14",
                    ["symbol"] = "EURUSD",
                    ["timeframe"] = "1h",
                }
            )
            .ShouldBe("indicator:EURUSD:1h:rsi_14");
        Crypto["price"].Build("kraken", "BTC/USD").ShouldBe("crypto:price:kraken:BTC/USD");
        Crypto["strategies_active"].Build().ShouldBe("crypto:strategies:active");
    }

    [Theory]
    [InlineData("EUR:USD")]
    [InlineData("50%")]
    [InlineData("%3A")]
    [InlineData("*?[a-z]\\")]
    [InlineData("{symbol}")]
    [InlineData(" leading and trailing ")]
    [InlineData("line\nbreak\ttab\0nul\u007f\u0085")]
    [InlineData("日経225 € 😀")]
    [InlineData(":")]
    public void Whatever_a_value_holds_it_is_read_back_equal(string value)
    {
        foreach (var pattern in Neliti.Patterns.Concat(Crypto.Patterns))
        {
            var values = pattern.Fields.Select((name, i) => value + (i == 0 ? "" : name)).ToArray();

            var key = pattern.Build(values);

            pattern.TryParse(key, out var fields).ShouldBeTrue(key);
            fields!.Keys.ShouldBe(pattern.Fields);
            fields.Values.ShouldBe(values);
        }
    }

    [Fact]
    public void Random_values_are_read_back_equal_and_different_values_are_different_keys()
    {
        var random = new Random(20140508);
        var keys = new Dictionary<string, string>();
        var pattern = Neliti["tick_cache"];
        for (var i = 0; i < 20_000; i++)
        {
            var values = new[] { RandomText(random), RandomText(random) };
            var key = pattern.Build(values);
            pattern.TryParse(key, out var fields).ShouldBeTrue();
            fields!.Values.ShouldBe(values);
            var joined = $"{values[0].Length} {values[0]}{values[1]}";
            if (!keys.TryAdd(key, joined))
            {
                keys[key].ShouldBe(joined);
            }
        }
    }

    [Theory]
    [InlineData("tick:EURUSD")]
    [InlineData("tick:EURUSD:")]
    [InlineData("tick:EURUSD:FBS:Demo")]
    [InlineData("ticks:EURUSD:FBS-Demo")]
    [InlineData("tick:EUR USD:FBS-Demo")]
    [InlineData("tick:EURUSD:%41")]
    [InlineData("tick:EURUSD:%3a")]
    [InlineData("tick:EURUSD:%3")]
    [InlineData("tick:EURUSD:%zz")]
    [InlineData("crypto:tick:EURUSD:FBS-Demo")]
    [InlineData("")]
    public void A_key_that_was_not_built_here_is_refused(string key) =>
        Neliti["tick_cache"].TryParse(key, out _).ShouldBeFalse();

    [Fact]
    public void A_wrong_number_of_values_or_an_empty_one_is_refused()
    {
        var ticks = Neliti["tick_cache"];
        Should
            .Throw<ArgumentException>(() => ticks.Build("EURUSD"))
            .Message.ShouldBe("tick:{symbol}:{broker} has 2 fields (symbol, broker), not 1");
        Should
            .Throw<ArgumentException>(() => ticks.Build("EURUSD", ""))
            .Message.ShouldBe("tick:{symbol}:{broker}: the value of broker is empty");
        Should
            .Throw<ArgumentException>(() =>
                ticks.Build(new Dictionary<string, string> { ["venue"] = "x" })
            )
            .Message.ShouldBe("tick:{symbol}:{broker} has no field venue; it has: symbol, broker");
    }

    [Fact]
    public void Every_key_is_of_one_family_only()
    {
        foreach (var keys in new[] { Neliti, Crypto })
        {
            foreach (var pattern in keys.Patterns)
            {
                var key = pattern.Build([.. pattern.Fields.Select(name => $"a {name}")]);

                keys.Patterns.Count(other => other.TryParse(key, out _)).ShouldBe(1, key);
                keys.TryIdentify(key, out var family, out _).ShouldBeTrue();
                family.ShouldBe(pattern);
                (keys == Neliti ? Crypto : Neliti).TryIdentify(key, out _, out _).ShouldBeFalse();
            }
        }
    }

    [Theory]
    [InlineData("tick_cache", 30)]
    [InlineData("indicator_cache", 300)]
    [InlineData("ml_predictions_cache", 600)]
    [InlineData("session_cache", 3600)]
    [InlineData("query_result_cache", 900)]
    [InlineData("api_response_cache", 60)]
    [InlineData("rate_limit_cache", 60)]
    public void Values_live_as_long_as_the_documents_say(string family, int seconds) =>
        Neliti[family].Key.TimeToLive.ShouldBe(TimeSpan.FromSeconds(seconds));

    private static string RandomText(Random random)
    {
        const string Alphabet = "ab:%*?[]{}\\ \n\u0080\u009f\u00a03A€";
        var length = random.Next(1, 5);
        return string.Concat(
            Enumerable.Range(0, length).Select(_ => Alphabet[random.Next(Alphabet.Length)])
        );
    }
}
