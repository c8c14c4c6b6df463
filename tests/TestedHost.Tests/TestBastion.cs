using System.IO.Abstractions;
using System.IO.Abstractions.TestingHelpers;
using ActiveResponse.Alerts;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace TestedHost.Tests;

/// <summary>The agent as the program composes it, with files in memory and a clock that is moved by hand.</summary>
public sealed class TestBastion : IAsyncDisposable
{
    private const string Deny = "/etc/hosts.deny";
    private static readonly TimeSpan Poll = new AlertFileOptions().PollInterval;

    private readonly RecordingObserver _observer = new();
    private readonly IHost _host;
    private int _alerts;

    private TestBastion()
    {
        Files.AddFile(
            BastionAgent.Config,
            new MockFileData(
                """
                <ossec_config>
                  <command><name>drop</name><executable>firewall-drop</executable><timeout_allowed>yes</timeout_allowed></command>
                  <active-response>
                    <command>drop</command><location>local</location><rules_id>5712</rules_id><timeout>600</timeout>
                  </active-response>
                </ossec_config>
                """
            )
        );
        Files.AddFile(BastionAgent.Alerts, new MockFileData(""));
        Files.AddFile(Deny, new MockFileData("# mine\n"));

        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<TimeProvider>(Clock).AddSingleton<IFileSystem>(Files).AddSingleton<IResponseObserver>(_observer);
        builder.Services.AddBastionAgent();
        _host = builder.Build();
    }

    public MockFileSystem Files { get; } = new();

    /// <summary>A <c>FakeTimeProvider</c> that also says when somebody waits.</summary>
    public ManualClock Clock { get; } = new();

    public string DenyFile => Files.File.ReadAllText(Deny);

    public static async Task<TestBastion> StartAsync()
    {
        var bastion = new TestBastion();
        await bastion._host.StartAsync();
        return bastion;
    }

    /// <summary>An alert is written; it is found when the file is read again.</summary>
    public async Task RaiseAsync(string address)
    {
        await Clock.TimerOf(Poll);
        await Files.File.AppendAllTextAsync(
            BastionAgent.Alerts,
            $$$"""{"id":"1785554016.{{{++_alerts}}}","rule":{"level":10,"id":"5712","groups":["sshd"]},"data":{"srcip":"{{{address}}}"}}"""
                + "\n"
        );
        Clock.Advance(Poll);
    }

    /// <summary>Waits for an outcome; no time passes meanwhile.</summary>
    public Task<ExecutedAction> OutcomeAsync(ActionOutcome outcome) =>
        _observer.FirstAsync(action => action.Outcome == outcome).WaitAsync(TimeSpan.FromMinutes(1));

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        await _host.StopAsync(patience.Token);
        _host.Dispose();
    }
}
