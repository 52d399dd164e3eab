using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Platform.ServiceDefaults;

namespace Platform.Stream;

/// <summary>Fails a call with all that is wrong with it at once.</summary>
internal static class Invalid
{
    public static void ThrowIfAny(List<(string, string)> violations)
    {
        if (violations.Count > 0)
        {
            PlatformErrors.ThrowInvalid(CollectionsMarshal.AsSpan(violations));
        }
    }
}

internal static class RequestIds
{
    public const string Problem = "it must be a UUID such as 7f9c24e8-3b1d-4d5a-9c3e-0a1b2c3d4e5f";

    /// <summary>Zero when there is none, or none that can be read.</summary>
    public static UInt128 Check(string requestId, List<(string, string)> violations)
    {
        if (!TryParse(requestId, out var id))
        {
            violations.Add(("request_id", Problem));
        }
        return id;
    }

    /// <summary>Empty is allowed and is zero; the nil UUID is not a request id.</summary>
    public static bool TryParse(string requestId, out UInt128 id)
    {
        id = default;
        if (requestId.Length == 0)
        {
            return true;
        }
        if (!Guid.TryParseExact(requestId, "D", out var guid))
        {
            return false;
        }
        id = ToNumber(guid);
        return id != default;
    }

    public static string ToText(UInt128 id)
    {
        if (id == default)
        {
            return "";
        }
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, id);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    private static UInt128 ToNumber(Guid guid)
    {
        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
