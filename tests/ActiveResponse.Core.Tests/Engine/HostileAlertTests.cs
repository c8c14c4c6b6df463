using System.Text;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Dispatch;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Tests.Engine;

/// <summary>An alert of which every field tries to forge log lines, brought through every place that may write one.</summary>
public sealed class HostileAlertTests : IAsyncLifetime
{
    // What ends a line, moves the cursor, turns the text around, and is no text at all.
    private const string Evil = "x\r\n2026-01-01 ERROR forged\u001b[2J\u0085\u2028\u2029\u202e\u0000\u007f";
    private readonly ManualClock _clock = new();
    private readonly LogLines _log = new();
    private readonly RecordingObserver _observer = new();
    private readonly RecordingResponder _responder = new(
        "firewall-drop",
        new ResponderNeeds { Optional = SubjectKinds.Address | SubjectKinds.User | SubjectKinds.File }
    );
    private ServiceProvider? _services;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }
    }

    public static TheoryData<string> Fields => ["Id", "Location", "AgentId", "AgentName", "SourceAddress", "User", "File", "all"];

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task No_log_line_has_a_control_character_whatever_field_is_hostile(string field)
    {
        foreach (var trouble in Enum.GetValues<Trouble>())
        {
            await RunAsync(Hostile(field), trouble);
        }

        // What plug-ins say reaches observers as they said it; what the library says is fit to show.
        _observer
            .Actions.Where(static action =>
                action.Detail?.Contains("forged", StringComparison.Ordinal) != true || action.Outcome == ActionOutcome.Refused
            )
            .Where(static action => action.Detail?.StartsWith("refuser: x", StringComparison.Ordinal) != true)
            .Should()
            .NotBeEmpty()
            .And.OnlyContain(static action => IsOneLine(action.Detail ?? ""));
        _log.All.Should().NotBeEmpty().And.OnlyContain(static line => IsOneLine(line));
        _log.Of(304).Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task What_plug_ins_say_is_escaped_in_the_log()
    {
        foreach (var trouble in Enum.GetValues<Trouble>())
        {
            await RunAsync(Some.Alert(), trouble);
        }

        _log.All.Should().OnlyContain(static line => IsOneLine(line)).And.Contain(static line => line.Contains("forged"));
    }

    [Fact]
    public async Task Lines_that_are_no_alerts_are_skipped_without_repeating_them()
    {
        await StartAsync(Trouble.None);
        using var lines = new MemoryStream(
            Encoding.UTF8.GetBytes("{\"rule\":{\"level\":\"\u001b[2J\"}}\n\u001b]0;evil\u0007 no alert\n{\"\u202e\":1,\n")
        );
        await _services!.GetRequiredService<AlertIntake>().RunAsync(new AlertStreamReader(lines), "alerts");
        _log.Of(104).Should().BeGreaterThan(0);
        _log.All.Should().OnlyContain(static line => IsOneLine(line));
    }

    private static bool IsOneLine(string line) => !line.Any(static c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u202e');

    private static Alert Hostile(string field) =>
        Some.Alert() with
        {
            Id = field is "Id" or "all" ? Evil : "1",
            Location = field is "Location" or "all" ? Evil : "/var/log/auth.log",
            AgentId = field is "AgentId" or "all" ? Evil : "001",
            AgentName = field is "AgentName" or "all" ? Evil : "web",
            SourceAddress = field is "SourceAddress" or "all" ? $"203.0.113.9{Evil}" : "203.0.113.9",
            User = field is "User" or "all" ? Evil : "alice",
            FileName = field is "File" or "all" ? $"/tmp/{Evil}" : "/tmp/a",
        };

    private async Task RunAsync(Alert alert, Trouble trouble)
    {
        var engine = await StartAsync(trouble);
        await engine.HandleAsync(alert);
        await engine.DrainAsync();
        await engine.LiftAllAsync();
        await engine.StopAsync();
        await _services!.DisposeAsync();
    }

    private async Task<ActiveResponseEngine> StartAsync(Trouble trouble)
    {
        _responder.OnApply = (_, _) =>
            trouble switch
            {
                Trouble.ResponderFails => ValueTask.FromResult(ResponderResult.Failed(Evil)),
                Trouble.ResponderThrows => throw new InvalidOperationException(Evil),
                _ => ValueTask.FromResult(ResponderResult.Applied()),
            };
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddLogging(logging => logging.AddProvider(_log));
        var response = Some.Response(locations: ResponseLocation.Local | ResponseLocation.DefinedAgent, agentId: "003");
        var builder = services
            .AddActiveResponse()
            .UseConfig(new ActiveResponseConfig { Responses = [response] })
            .UseHost(new HostIdentity { Role = HostRole.Server })
            .AddResponder(_ => _responder)
            .AddObserver(_ => _observer)
            .UseDispatcher(_ => new Talker(trouble == Trouble.TransportThrows));
        if (trouble == Trouble.ObserverThrows)
        {
            builder.AddObserver(static _ => new Thrower());
        }

        if (trouble is Trouble.GuardThrows or Trouble.GuardRefuses)
        {
            builder.AddGuard(_ => new Refuser(trouble == Trouble.GuardThrows));
        }

        _services = services.BuildServiceProvider();
        var engine = _services.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        return engine;
    }

    private enum Trouble
    {
        None,
        ResponderFails,
        ResponderThrows,
        ObserverThrows,
        GuardThrows,
        GuardRefuses,
        TransportThrows,
    }

    private sealed class Thrower : IResponseObserver
    {
        public ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken) =>
            throw new InvalidOperationException(Evil);
    }

    private sealed class Refuser(bool throws) : IResponseGuard
    {
        public string Name => "refuser";

        public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
            throws ? throw new InvalidOperationException(Evil) : ValueTask.FromResult<OrderRefusal?>(new OrderRefusal(Name, Evil));
    }

    private sealed class Talker(bool throws) : IOrderDispatcher
    {
        public ValueTask<DispatchResult> DispatchAsync(ResponseOrder order, CancellationToken cancellationToken) =>
            throws ? throw new InvalidOperationException(Evil) : ValueTask.FromResult(new DispatchResult(true, Evil));
    }
}
