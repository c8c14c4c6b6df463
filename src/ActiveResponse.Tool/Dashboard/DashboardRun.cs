using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tool.Dashboard;

/// <summary>Runs the dashboard until it is stopped, and prints links to sign in.</summary>
internal sealed class DashboardRun(DashboardSettings settings, bool json)
{
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(5);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var settled = settings.Listen.Port == 0 ? settings with { Listen = new IPEndPoint(settings.Listen.Address, FreePort()) } : settings;
        await using var app = DashboardServer.Build(settled);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            Console.Error.WriteLine($"active-response: can't listen at {settled.Listen}: {ToolText.OneLine(e.Message)}");
            return ExitCodes.Findings;
        }

        var signIns = app.Services.GetRequiredService<SignIns>();
        Print(settled, signIns);
        WarnIfNoAgent();
        _ = Task.Run(() => OfferLinksAsync(settled, signIns, cancellationToken), CancellationToken.None);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var deadline = new CancellationTokenSource(StopDeadline, TimeProvider.System);
        await app.StopAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCodes.Fine;
    }

    // Its cookie and its links name the port, so it must be known before the server is made.
    private int FreePort()
    {
        using var socket = new Socket(settings.Listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(settings.Listen);
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private void Print(DashboardSettings settled, SignIns signIns)
    {
        var address = AddressOf(settled);
        var link = $"{address}/sign-in?token={signIns.NewLink()}";
        if (json)
        {
            JsonLine.Write(
                Console.Out,
                writer =>
                {
                    writer.WriteString("url", address + "/");
                    writer.WriteString("signIn", link);
                }
            );
            return;
        }

        Console.Out.WriteLine($"dashboard: {address}/{(settled.IsReadOnly ? " (read only)" : "")}");
        Console.Out.WriteLine($"sign in once, within {SignIns.LinkAge.TotalMinutes:0} minutes: {link}");
        Console.Out.Flush();
    }

    private void WarnIfNoAgent()
    {
        try
        {
            using var agent = ControlSocket.Connect(settings.Socket);
            if (agent is null)
            {
                Console.Error.WriteLine($"active-response: no agent is running at {settings.Socket} yet");
            }
        }
        catch (IOException e)
        {
            Console.Error.WriteLine($"active-response: {ToolText.OneLine(e.Message)}");
        }
    }

    private async Task OfferLinksAsync(DashboardSettings settled, SignIns signIns, CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected)
        {
            return;
        }

        while (await Console.In.ReadLineAsync(cancellationToken) is not null)
        {
            Print(settled, signIns);
        }
    }

    private static string AddressOf(DashboardSettings settled)
    {
        var scheme = settled.Certificate is null ? "http" : "https";
        var isAny = settled.Listen.Address.Equals(IPAddress.Any) || settled.Listen.Address.Equals(IPAddress.IPv6Any);
        var name = isAny ? settled.Certificate!.GetNameInfo(X509NameType.DnsName, forIssuer: false) : null;
        var host = name is null ? settled.Listen.ToString() : $"{name}:{settled.Listen.Port}";
        return $"{scheme}://{host}{DashboardSettings.Prefix}";
    }
}
