namespace Platform.Interop.Kit;

/// <summary>A way to the test service: an address, and the header that opens the door there.</summary>
internal sealed record Target(Uri Address, string Header, string Value);

/// <summary>The ways there are.</summary>
public enum Way
{
    /// <summary>Straight to the service, with an internal token.</summary>
    Direct,

    /// <summary>Through the gateway, with an API key.</summary>
    Gateway,
}
