using System.Globalization;
using Grpc.Core;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Backups;

/// <summary>What a caller is told of the engine's refusals around backups.</summary>
internal static class BackupFailures
{
    // NOT_ENOUGH_SPACE; and the errors of files whose text names the system's ENOSPC.
    private const int NotEnoughSpace = 243;

    /// <summary>The engine's words, or those of a file that is written here.</summary>
    public static bool IsDiskFull(Exception failure) =>
        failure is ClickHouseException { Code: NotEnoughSpace }
        || failure.Message.Contains("No space left on device", StringComparison.Ordinal);

    public static RpcException DiskFull(Exception failure) =>
        PlatformErrors.Create(
            ErrorReason.StorageFull,
            "The disk has no room for it; nothing of it was kept.",
            ("error", (failure as ClickHouseException)?.Name ?? "ENOSPC")
        );

    public static RpcException SchemaChanges() =>
        PlatformErrors.Create(
            ErrorReason.SchemaBusy,
            "The store's definitions are being changed; back up or restore when that is over.",
            ("store", "clickhouse")
        );

    public static RpcException Unrestorable(string name, ClickHouseException failure) =>
        PlatformErrors.Create(
            ErrorReason.ChecksumMismatch,
            $"Backup '{name}' is damaged: the engine can't restore it ({failure.Name}). "
                + "Nothing of it was left in the store.",
            ("backup", name),
            ("error", failure.Name)
        );

    public static RpcException Differs(string name, TableState expected, TableState found) =>
        PlatformErrors.Create(
            ErrorReason.ChecksumMismatch,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Table {expected.Table} of backup '{name}' was restored with {found.Rows} rows and checksum {found.Checksum}, but had {expected.Rows} and {expected.Checksum}. Nothing of it was left in the store."
            ),
            ("backup", name),
            ("table", expected.Table)
        );
}
