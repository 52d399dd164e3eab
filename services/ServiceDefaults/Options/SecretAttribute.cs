namespace Platform.ServiceDefaults;

/// <summary>The value of this option is never shown, not even when it is wrong.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
