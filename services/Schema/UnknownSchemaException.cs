namespace Platform.Schema;

/// <summary>A pack, store, version or definition that isn't in the catalogue.</summary>
public sealed class UnknownSchemaException(string what, string name, IEnumerable<string> known)
    : Exception($"there is no {what} '{name}'; there is: {string.Join(", ", known)}")
{
    public string What { get; } = what;

    public string Name { get; } = name;
}
