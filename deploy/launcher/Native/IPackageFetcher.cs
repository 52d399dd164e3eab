namespace Platform.Launcher.Native;

/// <summary>Fills FOLDER/node_modules from the lock file that lies in FOLDER, or throws.</summary>
internal interface IPackageFetcher
{
    Task FetchAsync(string folder, Action<string> say, CancellationToken cancellation);
}
