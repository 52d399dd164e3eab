using System.Globalization;
using Platform.Schema.Service.Journal;

namespace Platform.Schema.Service;

internal static class SchemaTexts
{
    public static string CutOff(JournalEntry start) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"the run of {start.At:yyyy-MM-dd HH:mm:ss} from version '{start.FromVersion}' to {start.ToVersion} was cut off; the next Apply or Rollback continues from what is live"
        );
}
