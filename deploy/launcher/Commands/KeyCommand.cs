using System.CommandLine;
using Platform.Launcher.Secrets;

namespace Platform.Launcher.Commands;

internal static class KeyCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var command = new Command("key", "Print the local API key, alone on its line") { data };
        command.SetAction(result => Console.WriteLine(SuiteSecrets.ApiKey(result.Layout(data))));
        return command;
    }
}
