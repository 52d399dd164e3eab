using System.CommandLine;
using Platform.Launcher.Secrets;

namespace Platform.Launcher.Commands;

internal static class KeyCommand
{
    private static readonly Argument<string> Name = new("NAME")
    {
        Description = "What the key is called, also as the subject of its calls",
    };

    private static readonly Option<string> Permissions = new("--permissions")
    {
        Description = $"With commas between: {string.Join(", ", KeyFile.Permissions)}",
        HelpName = "P,P",
        Required = true,
    };

    public static Command Create()
    {
        var data = CommonOptions.Data();
        var command = new Command("key", "Print the local API key, alone on its line")
        {
            data,
            Add(),
            Remove(),
        };
        command.SetAction(result => Console.WriteLine(SuiteSecrets.ApiKey(result.Layout(data))));
        return command;
    }

    private static Command Add()
    {
        var data = CommonOptions.Data();
        var command = new Command(
            "add",
            "Make a key that may do only what is named, and print it; it can't be shown again"
        )
        {
            Name,
            Permissions,
            data,
        };
        command.SetAction(result =>
            Console.WriteLine(
                new KeyFile(result.Layout(data)).Add(
                    result.GetRequiredValue(Name),
                    result
                        .GetRequiredValue(Permissions)
                        .Split(
                            ',',
                            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                        )
                )
            )
        );
        return command;
    }

    private static Command Remove()
    {
        var data = CommonOptions.Data();
        var command = new Command("remove", "Take a key back; calls it has open end")
        {
            Name,
            data,
        };
        command.SetAction(result =>
            new KeyFile(result.Layout(data)).Remove(result.GetRequiredValue(Name))
        );
        return command;
    }
}
