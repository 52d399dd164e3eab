using System.Text;

namespace Platform.ClickHouse;

/// <summary>Quotes names of databases, tables and columns, so that a name can never be read as SQL.</summary>
public static class Identifier
{
    /// <summary>`name`, with backslashes and backticks escaped.</summary>
    public static string Quote(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var quoted = new StringBuilder(name.Length + 2).Append('`');
        foreach (var c in name)
        {
            if (c is '`' or '\\')
            {
                quoted.Append('\\');
            }
            else if (c == '\0')
            {
                throw new ArgumentException("A name can't hold a zero character.", nameof(name));
            }
            quoted.Append(c);
        }
        return quoted.Append('`').ToString();
    }

    /// <summary>"table" or "database.table", each part quoted. A dot inside a name can't be written this way.</summary>
    public static string QuoteTable(string table)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        var dot = table.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? Quote(table) : Quote(table[..dot]) + "." + Quote(table[(dot + 1)..]);
    }
}
