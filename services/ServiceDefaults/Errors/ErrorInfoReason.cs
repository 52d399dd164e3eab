using Google.Rpc;

namespace Platform.ServiceDefaults;

/// <summary>
/// The pinned google.rpc types come from a draft in which ErrorInfo's first field was called type. On the wire it is the
/// same field as today's reason, and reason is what we call it.
/// </summary>
internal static class ErrorInfoReason
{
    extension(ErrorInfo info)
    {
        public string Reason
        {
            get => info.Type;
            set => info.Type = value;
        }
    }
}
