using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Guards;
using ActiveResponse.Ossec.AsScript;
using ActiveResponse.Ossec.AsScript.Stock;
using ActiveResponse.Planning;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Testing;

namespace ActiveResponse.Ossec.Tests.AsScript;

/// <summary>An agent's folder in which scripts are run in process, on a host that is made up.</summary>
internal sealed class ScriptBench : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("active-response-test-");

    public ScriptBench()
    {
        Directory.CreateDirectory(PathOf("logs"));
        Settings = new ScriptSettings
        {
            HostsDeny = PathOf("hosts.deny"),
            IpBlock = PathOf("ipblock"),
            State = PathOf("state"),
        };
    }

    public ScriptSettings Settings { get; set; }

    public ManualClock Clock { get; } = new(new DateTimeOffset(2026, 8, 1, 3, 17, 27, TimeSpan.Zero));

    /// <summary>The firewalls, by their names.</summary>
    public Dictionary<string, InMemoryFirewall> Firewalls { get; } = new(StringComparer.Ordinal);

    public ICommandRunner Runner { get; set; } =
        new FakeCommandRunner().Answer(CommandResult.NotStarted(StartFailure.NotFound, "no such program"));

    public string Home => _folder.FullName;

    public string Log => File.Exists(PathOf("logs/active-responses.log")) ? File.ReadAllText(PathOf("logs/active-responses.log")) : "";

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Runs a stock script.</summary>
    public Task<(int ExitCode, string Output)> RunAsync(string script, string program, IReadOnlyList<string> arguments, string input)
    {
        var found = StockScripts.Find(script) ?? throw new InvalidOperationException($"There is no script {script}.");
        var setup = new StockSetup(Settings, Home, Runner, Clock) { MakeFirewall = Firewall };
        var options = StockScripts.OptionsOf(found, Settings) with
        {
            Guards = [new Protected(), .. StockScripts.OptionsOf(found, Settings).Guards],
        };
        return RunAsync(found.Make(setup), found.Profile, options, program, arguments, input);
    }

    /// <summary>Runs a responder as a script.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(
        IResponder responder,
        ScriptProfile profile,
        ActiveResponseScriptOptions options,
        string program,
        IReadOnlyList<string> arguments,
        string input
    )
    {
        using var output = new MemoryStream();
        var caller = new ScriptCaller
        {
            Program = program,
            Arguments = arguments,
            Input = new MemoryStream(Encoding.UTF8.GetBytes(input)),
            Output = output,
        };

        // What this machine's own addresses are is no business of a test.
        var settings = options with
        {
            Home = Home,
            StateFolder = PathOf("state"),
            Clock = Clock,
            ProtectsHost = false,
            ReadsAgentConfig = false,
        };
        var exitCode = await ScriptRun.RunAsync(responder, caller, profile, settings, complaints: null, CancellationToken.None);
        return (exitCode, Encoding.UTF8.GetString(output.ToArray()));
    }

    public static bool IsProtected(AddressPrefix address) =>
        new Protected().CheckAsync(Order(address), GuardStage.BeforeRunning, CancellationToken.None).AsTask().GetAwaiter().GetResult()
            is not null;

    public void Dispose() => _folder.Delete(recursive: true);

    private InMemoryFirewall Firewall(string name)
    {
        if (!Firewalls.TryGetValue(name, out var firewall))
        {
            Firewalls.Add(name, firewall = new InMemoryFirewall(name));
        }

        return firewall;
    }

    private static ResponseOrder Order(AddressPrefix address) =>
        new()
        {
            ResponseName = "x",
            Command = new CommandDefinition { Name = "x", Executable = "x" },
            Responder = "x",
            Subject = Subject.Of(address),
            Location = ResponseLocation.Local,
            RunsHere = true,
        };

    private sealed class Protected : IResponseGuard
    {
        private readonly ProtectedAddressGuard _guard = new(new GuardOptions());

        public string Name => _guard.Name;

        public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
            _guard.CheckAsync(order, stage, cancellationToken);
    }
}
