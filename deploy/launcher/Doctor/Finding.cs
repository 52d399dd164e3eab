namespace Platform.Launcher.Doctor;

internal enum Verdict
{
    Ok,

    /// <summary>Something optional is not there, or will be made when it is needed.</summary>
    Note,
    Missing,
}

/// <summary>One thing that was looked at: what was found and, when it is not right, what to do.</summary>
internal sealed record Finding(string What, Verdict Verdict, string Found, string Remedy = "");
