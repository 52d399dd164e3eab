using System.Net.Sockets;

namespace Platform.Gateway.Tests.Kit;

internal static class Eventually
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static Task BeTrueAsync(Func<bool> condition, string what) =>
        BeTrueAsync(() => Task.FromResult(condition()), what);

    public static async Task BeTrueAsync(Func<Task<bool>> condition, string what)
    {
        var end = DateTime.UtcNow + s_patience;
        while (!await condition())
        {
            DateTime.UtcNow.ShouldBeLessThan(end, what);
            await Task.Delay(20);
        }
    }

    /// <summary>Somebody listens there.</summary>
    public static Task AnswersAsync(string address)
    {
        var uri = new Uri(address);
        return BeTrueAsync(
            async () =>
            {
                using var socket = new TcpClient();
                try
                {
                    await socket.ConnectAsync(uri.Host, uri.Port);
                    return true;
                }
                catch (SocketException)
                {
                    return false;
                }
            },
            $"{address} should answer"
        );
    }
}
