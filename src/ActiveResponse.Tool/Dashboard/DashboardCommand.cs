using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;
using Microsoft.AspNetCore.Builder;

namespace ActiveResponse.Tool.Dashboard;

/// <summary><c>dashboard</c>: shows a running agent in a browser.</summary>
internal sealed class DashboardCommand : Command
{
    private const string DefaultPlace = "127.0.0.1:8600";

    private readonly Option<string> _listen = new("--listen")
    {
        Description = $"Where to listen. Default: {DefaultPlace}; port 0 takes a free one.",
        HelpName = "ADDRESS:PORT",
        DefaultValueFactory = static _ => DefaultPlace,
    };

    private readonly Option<string?> _tokenFile = new("--token-file")
    {
        Description = "Accept the token in this file from scripts ('Authorization: Bearer TOKEN'); created if missing.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _passwordFile = new("--password-file")
    {
        Description = "Accept the password in this file on the sign-in page. Required to listen beyond this host.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _certificate = new("--certificate")
    {
        Description = "Use TLS with this certificate (PEM, with its chain). Required to listen beyond this host.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _key = new("--key") { Description = "The certificate's private key (PEM).", HelpName = "FILE" };
    private readonly Option<bool> _readOnly = new("--read-only") { Description = "Show everything and change nothing." };
    private readonly Option<bool> _metrics = new("--metrics")
    {
        Description = "Serve the agent's figures at /metrics for Prometheus, with the token of --token-file.",
    };

    private readonly FleetOptions _fleet;
    private readonly AgentOptions _agent;

    private DashboardCommand()
        : base(
            "dashboard",
            "Show a running agent in a browser: what is blocked, why and for how long; lift, extend, block and explain. Prints a "
                + "link to sign in."
        )
    {
        Add(_listen);
        Add(_tokenFile);
        Add(_passwordFile);
        Add(_certificate);
        Add(_key);
        Add(_readOnly);
        Add(_metrics);
        _fleet = new FleetOptions(this);
        _agent = new AgentOptions(this);
        Validators.Add(Validate);
        SetAction(RunAsync);
    }

    public static Command Build() => new DashboardCommand();

    private void Validate(CommandResult result)
    {
        if (PlaceOf(result.GetValue(_listen)) is not { } place)
        {
            result.AddError("--listen must be an address and a port, e.g. 127.0.0.1:8600 or [::1]:8600.");
            return;
        }

        if (result.GetValue(_metrics) && result.GetValue(_tokenFile) is null)
        {
            result.AddError("--metrics needs --token-file: Prometheus signs in with the token.");
        }

        if (result.GetValue(_certificate) is null != result.GetValue(_key) is null)
        {
            result.AddError("--certificate and --key belong together.");
        }

        if (!IPAddress.IsLoopback(place.Address) && (result.GetValue(_certificate) is null || result.GetValue(_passwordFile) is null))
        {
            result.AddError(
                $"Listening at {place.Address}, which others can reach, needs --certificate, --key and --password-file. Without them "
                    + "listen at 127.0.0.1 and use an SSH tunnel."
            );
        }
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var call = _agent.CallOf(parsed);
        if (call.SocketPath is not { } socket)
        {
            Console.Error.WriteLine("active-response: the dashboard needs the agent's control socket: give --control PATH.");
            return ExitCodes.Usage;
        }

        DashboardSettings settings;
        try
        {
            settings = SettingsOf(parsed, socket);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            Console.Error.WriteLine($"active-response: {ToolText.OneLine(e.Message)}");
            return ExitCodes.Findings;
        }

        using var certificate = settings.Certificate;
        return await new DashboardRun(settings, _agent.IsJson(parsed)).RunAsync(cancellationToken);
    }

    private DashboardSettings SettingsOf(ParseResult parsed, string socket) =>
        new()
        {
            Listen = PlaceOf(parsed.GetValue(_listen))!,
            Socket = socket,
            Token = parsed.GetValue(_tokenFile) is { } token ? PrivateFile.ReadOrMake(token, _tokenFile.Name) : null,
            Password = parsed.GetValue(_passwordFile) is { } password ? PrivateFile.Read(password, _passwordFile.Name) : null,
            Certificate = parsed.GetValue(_certificate) is { } certificate
                ? X509Certificate2.CreateFromPemFile(certificate, parsed.GetValue(_key))
                : null,
            Chain = parsed.GetValue(_certificate) is { } chain ? ChainOf(chain) : null,
            IsReadOnly = parsed.GetValue(_readOnly),
            ServesMetrics = parsed.GetValue(_metrics),
            Fleet = _fleet.Read(parsed),
            Owner = Requester.Invoking(),
        };

    private static X509Certificate2Collection ChainOf(string file)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(file);
        return chain;
    }

    // Only as it is written usually: 127.1 is an address to some programs.
    private static IPEndPoint? PlaceOf(string? text) =>
        IPEndPoint.TryParse(text ?? DefaultPlace, out var place) && place.ToString() == (text ?? DefaultPlace) ? place : null;
}
