namespace Platform.ClickHouse;

/// <summary>A type's text can't be parsed, or a value doesn't fit the type it is given to.</summary>
public sealed class ColumnTypeException : FormatException
{
    public ColumnTypeException() { }

    public ColumnTypeException(string message)
        : base(message) { }

    public ColumnTypeException(string message, Exception innerException)
        : base(message, innerException) { }
}
