using System.Globalization;

namespace Platform.Timeseries.Indicators.Library;

/// <summary>A number that shapes an indicator, with what it is unless named and what it may be.</summary>
internal sealed record IndicatorParameter(
    string Name,
    double Default,
    double Min,
    double Max,
    bool IsWhole,
    string About
)
{
    /// <summary>No window is longer: it bounds the memory of one indicator.</summary>
    public const int PeriodMax = 5_000;

    public static IndicatorParameter Period(
        string name,
        int standard,
        string about,
        int least = 1
    ) => new(name, standard, least, PeriodMax, IsWhole: true, about);

    /// <summary>What is wrong with a value; null: nothing.</summary>
    public string? Check(double value)
    {
        if (value >= Min && value <= Max && (!IsWhole || value == Math.Floor(value)))
        {
            return null;
        }
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Name} is {value}; it must be {(IsWhole ? "a whole number" : "a number")} from {Min} to {Max}"
        );
    }
}

/// <summary>The values of an indicator's parameters, in the order of its definition.</summary>
internal sealed class ParameterValues(
    IReadOnlyList<IndicatorParameter> parameters,
    IReadOnlyList<double> values
)
{
    public double this[string name]
    {
        get
        {
            for (var i = 0; i < parameters.Count; i++)
            {
                if (parameters[i].Name == name)
                {
                    return values[i];
                }
            }
            throw new ArgumentOutOfRangeException(nameof(name), name, "no such parameter");
        }
    }

    public int Whole(string name) => (int)this[name];

    /// <summary>name=value, separated by commas; the same for the same values however they were given.</summary>
    public override string ToString() =>
        string.Join(
            ',',
            parameters.Select(
                (parameter, i) =>
                    string.Create(CultureInfo.InvariantCulture, $"{parameter.Name}={values[i]}")
            )
        );
}
