using Platform.Launcher.Transfers;
using Platform.Timeseries.V1;

namespace Platform.Launcher.Tests.Transfers;

public sealed class DocumentSizeTests
{
    [Fact]
    public async Task A_file_that_can_not_be_cut_is_refused_where_the_service_takes_less()
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder["a.parquet"], new byte[101]);
        var source = new ImportSourceFile(folder["a.parquet"], TransferFormat.Parquet);

        var failure = await Should.ThrowAsync<LaunchFailure>(async () =>
        {
            await foreach (var chunk in source.ReadAsync(documentBytesMax: 100)) { }
        });

        failure.Message.ShouldContain("101 bytes");
        failure.Message.ShouldContain("Transfers:ImportChunkBytesMax");
        await foreach (var chunk in source.ReadAsync(documentBytesMax: 101))
        {
            chunk.Bytes.Length.ShouldBe(101);
        }
    }
}
