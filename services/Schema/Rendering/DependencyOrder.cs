using Platform.Schema.Model;

namespace Platform.Schema.Rendering;

/// <summary>Puts definitions after what they name, and otherwise keeps their order.</summary>
internal static class DependencyOrder
{
    /// <exception cref="InvalidOperationException">Definitions name each other in a circle.</exception>
    public static IReadOnlyList<T> Sort<T>(
        IReadOnlyList<T> definitions,
        Func<T, IEnumerable<string>> names
    )
        where T : Definition
    {
        var byName = definitions.ToDictionary(definition => definition.Name);
        var done = new List<T>();
        var open = new List<string>();
        foreach (var definition in definitions)
        {
            Visit(definition);
        }
        return done;

        void Visit(T definition)
        {
            if (done.Contains(definition))
            {
                return;
            }
            if (open.Contains(definition.Name))
            {
                throw new InvalidOperationException(
                    $"{string.Join(", ", open)} name each other in a circle"
                );
            }
            open.Add(definition.Name);
            foreach (var name in names(definition).Where(name => name != definition.Name))
            {
                if (byName.TryGetValue(name, out var other))
                {
                    Visit(other);
                }
            }
            open.Remove(definition.Name);
            done.Add(definition);
        }
    }
}
