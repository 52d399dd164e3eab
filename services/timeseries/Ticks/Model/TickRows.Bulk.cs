using Platform.ClickHouse;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Ticks.Model;

/// <summary>Columns taken over whole, where row by row would cost more than everything else together.</summary>
internal sealed partial class TickRows
{
    /// <summary>
    /// Takes all rows of a writer's batch, which must have one symbol, broker and account type, unless one of them has
    /// something wrong with it or set apart: then nothing is taken and the rows must be looked at one by one.
    /// </summary>
    /// <param name="batch">The batch; its columns fit together.</param>
    /// <param name="symbol">Of every row.</param>
    /// <param name="broker">Of every row.</param>
    /// <param name="accountType">Of every row.</param>
    /// <param name="timeMinUs">The earliest event time that is in order.</param>
    /// <param name="timeMaxUs">The latest.</param>
    public bool TryTake(
        TickBatch batch,
        string symbol,
        string broker,
        string accountType,
        long timeMinUs,
        long timeMaxUs
    )
    {
        Clear();
        var rows = batch.TimeUs.Count;
        if (rows > _timeUs.Length)
        {
            Grow(rows);
        }
        batch.TimeUs.CopyTo(_timeUs, 0);
        batch.Bid.CopyTo(_bid, 0);
        batch.Ask.CopyTo(_ask, 0);
        if (
            !ArePlain(
                _timeUs.AsSpan(0, rows),
                _bid.AsSpan(0, rows),
                _ask.AsSpan(0, rows),
                timeMinUs,
                timeMaxUs
            )
        )
        {
            return false;
        }
        if (!TryTakeLast(batch, rows) || !TryTakeSpread(batch, rows))
        {
            return false;
        }
        TakeVolume(batch, rows);
        TakeSession(batch, rows);
        _symbols.Add(symbol, rows);
        _brokers.Add(broker, rows);
        _accountTypes.Add(accountType, rows);
        Count = rows;
        return true;
    }

    /// <summary>
    /// Adds rows [first, first + count) of a block whose columns begin as <see cref="Storage.StoredRows.Columns"/> does, up to
    /// account_type.
    /// </summary>
    public void AddRange(Block block, int first, int count)
    {
        if (Count + count > _timeUs.Length)
        {
            Grow(Count + count);
        }
        var at = Count;
        block.Values<long>(0).Slice(first, count).CopyTo(_timeUs.AsSpan(at));
        block.Values<double>(1).Slice(first, count).CopyTo(_bid.AsSpan(at));
        block.Values<double>(2).Slice(first, count).CopyTo(_ask.AsSpan(at));
        block.Values<double>(3).Slice(first, count).CopyTo(_last.AsSpan(at));
        block.Values<ulong>(4).Slice(first, count).CopyTo(_volume.AsSpan(at));
        block.Values<float>(5).Slice(first, count).CopyTo(_spread.AsSpan(at));
        block.Values<bool>(6).Slice(first, count).CopyTo(_primarySession.AsSpan(at));
        block.Values<byte>(7).Slice(first, count).CopyTo(_flags.AsSpan(at));
        AddTexts(_symbols, (LowCardinalityColumn)block[8], first, count);
        AddTexts(_brokers, (LowCardinalityColumn)block[9], first, count);
        AddTexts(_accountTypes, (LowCardinalityColumn)block[10], first, count);
        Count += count;
        _hasLast |= _last.AsSpan(at, count).ContainsAnyExcept(0.0);
        _hasVolume |= _volume.AsSpan(at, count).ContainsAnyExcept(0UL);
        _hasPrimarySession |= _primarySession.AsSpan(at, count).Contains(true);
        _hasFlags |= _flags.AsSpan(at, count).ContainsAnyExcept((byte)0);
        _hasSpread |= HasOwnSpread(at, count);
    }

    private static void AddTexts(TextColumn into, LowCardinalityColumn column, int first, int count)
    {
        var indexes = column.Indexes.Span.Slice(first, count);
        while (!indexes.IsEmpty)
        {
            var index = indexes[0];
            var run = indexes.IndexOfAnyExcept(index);
            run = run < 0 ? indexes.Length : run;
            into.Add(column.DictionaryString(index), run);
            indexes = indexes[run..];
        }
    }

    private static bool ArePlain(
        ReadOnlySpan<long> timeUs,
        ReadOnlySpan<double> bid,
        ReadOnlySpan<double> ask,
        long timeMinUs,
        long timeMaxUs
    )
    {
        // Without branches, so that a good batch costs next to nothing. A NaN makes each comparison false.
        var plain = true;
        for (var row = 0; row < timeUs.Length; row++)
        {
            plain &= bid[row] > 0;
            plain &= ask[row] >= bid[row];
            plain &= bid[row] + ask[row] < double.PositiveInfinity;
            plain &= timeUs[row] >= timeMinUs;
            plain &= timeUs[row] <= timeMaxUs;
        }
        return plain;
    }

    private bool TryTakeLast(TickBatch batch, int rows)
    {
        var last = _last.AsSpan(0, rows);
        if (batch.Last.Count == 0)
        {
            last.Clear();
            return true;
        }
        batch.Last.CopyTo(_last, 0);
        _hasLast = last.ContainsAnyExcept(0.0);
        var plain = true;
        for (var row = 0; row < last.Length; row++)
        {
            plain &= last[row] >= 0;
            // Beyond it the sum of the three prices, which is what is checked, may be infinite.
            plain &= last[row] + _bid[row] + _ask[row] < double.PositiveInfinity;
        }
        return plain;
    }

    private bool TryTakeSpread(TickBatch batch, int rows)
    {
        var spread = _spread.AsSpan(0, rows);
        if (batch.Spread.Count == 0)
        {
            for (var row = 0; row < spread.Length; row++)
            {
                spread[row] = (float)(_ask[row] - _bid[row]);
            }
        }
        else
        {
            batch.Spread.CopyTo(_spread, 0);
            _hasSpread = HasOwnSpread(0, rows);
        }
        var plain = true;
        foreach (var value in spread)
        {
            plain &= float.IsFinite(value);
        }
        return plain;
    }

    private void TakeVolume(TickBatch batch, int rows)
    {
        if (batch.Volume.Count == 0)
        {
            _volume.AsSpan(0, rows).Clear();
            return;
        }
        batch.Volume.CopyTo(_volume, 0);
        _hasVolume = _volume.AsSpan(0, rows).ContainsAnyExcept(0UL);
    }

    private void TakeSession(TickBatch batch, int rows)
    {
        _flags.AsSpan(0, rows).Clear();
        if (batch.PrimarySession.Count == 0)
        {
            _primarySession.AsSpan(0, rows).Clear();
            return;
        }
        batch.PrimarySession.CopyTo(_primarySession, 0);
        _hasPrimarySession = _primarySession.AsSpan(0, rows).Contains(true);
    }

    private bool HasOwnSpread(int first, int count)
    {
        var spread = _spread.AsSpan(first, count);
        for (var i = 0; i < spread.Length; i++)
        {
            if (spread[i] != (float)(_ask[first + i] - _bid[first + i]))
            {
                return true;
            }
        }
        return false;
    }
}
