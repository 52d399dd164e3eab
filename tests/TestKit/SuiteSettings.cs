namespace Platform.TestKit;

/// <summary>What a test wants other than usual.</summary>
public sealed class SuiteSettings
{
    private readonly Dictionary<string, Dictionary<string, string>> _variables = [];

    /// <summary>Where the data lies. Default: a fresh folder for temporary files, deleted at the end.</summary>
    public string? DataDirectory { get; set; }

    /// <summary>How long a process may take to be healthy. Default 2 min.</summary>
    public TimeSpan StartMax { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Ends a start that a test has seen enough of.</summary>
    public CancellationToken StartCancellation { get; set; }

    /// <summary>
    /// Sets an option of one process, such as ("stream", "Stream:SegmentBytes", "65536").
    /// </summary>
    public SuiteSettings Set(string process, string key, string value)
    {
        if (!_variables.TryGetValue(process, out var variables))
            _variables[process] = variables = [];
        variables[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return this;
    }

    internal IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Environment() =>
        _variables.ToDictionary(
            pair => pair.Key,
            pair => (IReadOnlyDictionary<string, string>)pair.Value
        );
}
