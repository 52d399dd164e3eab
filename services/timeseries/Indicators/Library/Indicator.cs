namespace Platform.Timeseries.Indicators.Library;

/// <summary>
/// An indicator as a state machine: one candle in, one row of outputs out. The first <c>warmup</c> rows are not ready:
/// all their outputs are NaN. Afterwards every output is a finite number.
/// </summary>
internal abstract class Indicator(int warmup)
{
    private int _notReady = warmup;

    /// <summary>Takes the next closed candle.</summary>
    /// <param name="bar">The candle; candles come in order of time.</param>
    /// <param name="values">Receives the outputs, in the order of the definition.</param>
    /// <returns>Whether the row is ready.</returns>
    /// <exception cref="ArgumentException">The candle holds NaN or an infinity; the state is as before.</exception>
    public bool Update(in Bar bar, Span<double> values)
    {
        ThrowUnlessFinite(bar);
        Next(bar, values);
        return Mark(values);
    }

    /// <summary>The same for an indicator of two symbols: their candles of the same open time.</summary>
    public bool Update(in Bar bar, in Bar other, Span<double> values)
    {
        ThrowUnlessFinite(bar);
        ThrowUnlessFinite(other);
        Next(bar, other, values);
        return Mark(values);
    }

    /// <summary>An independent one in the same state, for those whose state is a few numbers: every running total.</summary>
    public virtual Indicator Copy() =>
        throw new NotSupportedException(
            "its state is a window: make a new one and give it the window's candles"
        );

    protected abstract void Next(in Bar bar, Span<double> values);

    protected virtual void Next(in Bar bar, in Bar other, Span<double> values) => Next(bar, values);

    private bool Mark(Span<double> values)
    {
        if (_notReady == 0)
        {
            return true;
        }
        _notReady--;
        values.Fill(double.NaN);
        return false;
    }

    private static void ThrowUnlessFinite(in Bar bar)
    {
        if (!bar.IsFinite)
        {
            throw new ArgumentException($"a candle must hold finite numbers: {bar}", nameof(bar));
        }
    }
}

/// <summary>An indicator that compares two symbols.</summary>
internal abstract class PairIndicator(int warmup) : Indicator(warmup)
{
    protected sealed override void Next(in Bar bar, Span<double> values) =>
        throw new InvalidOperationException(
            "this indicator compares two symbols: give the candles of both"
        );

    protected abstract override void Next(in Bar bar, in Bar other, Span<double> values);
}
