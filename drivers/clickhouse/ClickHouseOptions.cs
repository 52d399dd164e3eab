namespace Platform.ClickHouse;

/// <summary>Where ClickHouse is and how it is spoken to. Bind it from the section "ClickHouse".</summary>
public sealed class ClickHouseOptions
{
    public const string Section = "ClickHouse";

    /// <summary>HTTP interfaces of one server or of the replicas of a cluster; requests go round the healthy ones. At least one.</summary>
    public IReadOnlyList<Uri> Endpoints { get; set; } = [];

    /// <summary>Default "default".</summary>
    public string User { get; set; } = "default";

    /// <summary>The password itself; give this or <see cref="PasswordFile"/>, not both. Default none.</summary>
    public string? Password { get; set; }

    /// <summary>A file that holds the password; white space at its end is dropped. Default none.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>The database of names that don't say theirs. Default "default".</summary>
    public string Database { get; set; } = "default";

    /// <summary>Connections kept open to each endpoint. Default 3, 0 to <see cref="MaxConnections"/>.</summary>
    public int MinConnections { get; set; } = 3;

    /// <summary>Requests at once to each endpoint; a result being read counts. Default 15, 1 to 1,000.</summary>
    public int MaxConnections { get; set; } = 15;

    /// <summary>Time to open a connection, and to answer /ping. Default 5 s, over 0 to 5 min.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time to wait for one of the <see cref="MaxConnections"/> to be free. Default 5 s, over 0 to 5 min.</summary>
    public TimeSpan AcquireTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time from sending a request to the head of its answer, the body of an insert included. Default 60 s, over 0 to 1 h.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest silence within a result. Default 60 s, over 0 to 1 h.</summary>
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often connections kept open are used, so that neither side closes them. Default 5 s, over 0 to 8 s.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Compress both ways; worth it over a network, not on one machine. Default false.</summary>
    public bool Gzip { get; set; }

    /// <summary>
    /// Ask the server to stop a query when its reader goes away; a server that refuses the setting isn't asked again.
    /// Default true.
    /// </summary>
    public bool CancelOnDisconnect { get; set; } = true;

    /// <summary>Settings sent with every request. Default none.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; set; } =
        new Dictionary<string, string>();

    public RetryOptions Retry { get; set; } = new();

    public BreakerOptions Breaker { get; set; } = new();

    /// <summary>What is wrong with these options, each with the key, the value and what is allowed; empty when all is well.</summary>
    public IReadOnlyList<string> Problems() => ClickHouseOptionsRules.Check(this);
}

/// <summary>Retries: of reads always, of inserts only when they can't be doubled (a deduplication token, or surely not sent).</summary>
public sealed class RetryOptions
{
    /// <summary>Tries of one request in all. Default 3, 1 to 20.</summary>
    public int Attempts { get; set; } = 3;

    /// <summary>Wait before the second try; it doubles from there, and each wait is drawn from half to the whole of it. Default 50 ms.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Longest wait. Default 2 s, <see cref="FirstDelay"/> to 1 min.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(2);
}

/// <summary>
/// When an endpoint is put aside: at once when it can't be connected to, else when too many of its requests fail for reasons of its own.
/// It comes back when it answers /ping.
/// </summary>
public sealed class BreakerOptions
{
    /// <summary>Share of failures that opens the breaker. Default 0.5, over 0 to 1.</summary>
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>Requests within <see cref="Window"/> below which the share says nothing. Default 4, 2 to 10,000.</summary>
    public int MinimumRequests { get; set; } = 4;

    /// <summary>Time over which failures are counted. Default 10 s, 0.5 s to 10 min.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Wait before an endpoint put aside is first probed; doubles after each failure. Default 200 ms, over 0 to 1 min.</summary>
    public TimeSpan FirstProbe { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait between probes, so how long calls are still refused once an endpoint is back. Default 2 s, <see cref="FirstProbe"/> to 1 h.</summary>
    public TimeSpan MaxProbe { get; set; } = TimeSpan.FromSeconds(2);
}
