using System.Globalization;

namespace Platform.ClickHouse;

/// <summary>The bounds of <see cref="ClickHouseOptions"/>.</summary>
internal static class ClickHouseOptionsRules
{
    private const string At = ClickHouseOptions.Section + ":";

    public static List<string> Check(ClickHouseOptions options)
    {
        var problems = new List<string>();
        CheckEndpoints(options, problems);
        CheckSecrets(options, problems);
        Text("User", options.User);
        Text("Database", options.Database);
        Whole("MaxConnections", options.MaxConnections, 1, 1000);
        Whole("MinConnections", options.MinConnections, 0, Math.Max(0, options.MaxConnections));
        Time("ConnectTimeout", options.ConnectTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Time("AcquireTimeout", options.AcquireTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Time("ResponseTimeout", options.ResponseTimeout, TimeSpan.Zero, TimeSpan.FromHours(1));
        Time("ReadTimeout", options.ReadTimeout, TimeSpan.Zero, TimeSpan.FromHours(1));
        Time(
            "KeepAliveInterval",
            options.KeepAliveInterval,
            TimeSpan.Zero,
            TimeSpan.FromSeconds(8)
        );
        Whole("Retry:Attempts", options.Retry.Attempts, 1, 20);
        Time("Retry:FirstDelay", options.Retry.FirstDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Time(
            "Retry:MaxDelay",
            options.Retry.MaxDelay,
            options.Retry.FirstDelay - TimeSpan.FromTicks(1),
            TimeSpan.FromMinutes(1)
        );
        Whole("Breaker:MinimumRequests", options.Breaker.MinimumRequests, 2, 10_000);
        Time(
            "Breaker:Window",
            options.Breaker.Window,
            TimeSpan.FromMilliseconds(499),
            TimeSpan.FromMinutes(10)
        );
        Time(
            "Breaker:FirstProbe",
            options.Breaker.FirstProbe,
            TimeSpan.Zero,
            TimeSpan.FromMinutes(1)
        );
        Time(
            "Breaker:MaxProbe",
            options.Breaker.MaxProbe,
            options.Breaker.FirstProbe - TimeSpan.FromTicks(1),
            TimeSpan.FromHours(1)
        );
        if (!(options.Breaker.FailureRatio > 0 && options.Breaker.FailureRatio <= 1))
        {
            problems.Add(
                Invariant(
                    $"{At}Breaker:FailureRatio is {options.Breaker.FailureRatio}; allowed is over 0 to 1."
                )
            );
        }
        return problems;

        void Text(string key, string value)
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                problems.Add($"{At}{key} is empty; a name is needed.");
            }
        }

        void Whole(string key, int value, int min, int max)
        {
            if (value < min || value > max)
            {
                problems.Add(Invariant($"{At}{key} is {value}; allowed is {min} to {max}."));
            }
        }

        void Time(string key, TimeSpan value, TimeSpan over, TimeSpan max)
        {
            if (value <= over || value > max)
            {
                problems.Add(Invariant($"{At}{key} is {value}; allowed is over {over} to {max}."));
            }
        }
    }

    private static void CheckEndpoints(ClickHouseOptions options, List<string> problems)
    {
        if (options.Endpoints.Count is 0 or > 256)
        {
            problems.Add(
                Invariant(
                    $"{At}Endpoints has {options.Endpoints.Count} entries; 1 to 256 are allowed, such as http://127.0.0.1:7020."
                )
            );
        }
        for (var i = 0; i < options.Endpoints.Count; i++)
        {
            var endpoint = options.Endpoints[i];
            if (
                !endpoint.IsAbsoluteUri
                || endpoint.Scheme is not ("http" or "https")
                || endpoint.UserInfo.Length > 0
                || endpoint.Query.Length > 0
            )
            {
                // A user and password in the address would end up in logs, so it isn't repeated here either.
                problems.Add(
                    Invariant(
                        $"{At}Endpoints:{i} isn't an address like http://host:port, without user, password or query."
                    )
                );
            }
        }
    }

    private static void CheckSecrets(ClickHouseOptions options, List<string> problems)
    {
        if (options.Password is not null && options.PasswordFile is not null)
        {
            problems.Add($"{At}Password and {At}PasswordFile are both given; give one.");
        }
        if (options.PasswordFile is not null && !File.Exists(options.PasswordFile))
        {
            problems.Add(
                $"{At}PasswordFile is '{options.PasswordFile}', which isn't there; name a file that holds the password."
            );
        }
    }

    private static string Invariant(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
