using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Engine;

/// <summary>Finding a script reads the disk, and its answer may change: an order is bound once, and keeps what it was bound to.</summary>
public sealed class OneLookUpTests : IAsyncDisposable
{
    private readonly Scripts _scripts = new(new RecordingResponder("block.sh"));
    private readonly InMemoryResponseStore _store = new();
    private readonly ActiveResponseEngine _engine;

    public OneLookUpTests() =>
        _engine = ActiveResponseEngine.Create(
            new ActiveResponseParts
            {
                Config = new ActiveResponseConfig { Responses = [Some.Response("block.sh")] },
                Scripts = new ScriptSource(_ => _scripts),
                Store = _store,
                Execution = new ExecutionOptions { FoldIPv6To = 64 },
                Time = new ManualClock(),
            }
        );

    [Fact]
    public Task An_alerts_order_looks_its_responder_up_once() =>
        LooksUpOnceAsync(async () =>
        {
            await _engine.HandleAsync(Some.Alert("2001:db8:7::9"));
            await _engine.DrainAsync();
        });

    [Fact]
    public Task An_order_by_hand_looks_its_responder_up_once() =>
        LooksUpOnceAsync(() => _engine.ApplyAsync("block.sh", Some.Address("2001:db8:7::9"), TimeSpan.FromMinutes(1)));

    [Fact]
    public Task A_received_order_looks_its_responder_up_once() => LooksUpOnceAsync(() => _engine.ReceiveAsync(Order()));

    [Fact]
    public async Task A_received_lift_looks_its_responder_up_once()
    {
        await _engine.StartAsync();
        await _engine.ReceiveAsync(Order());
        _scripts.LookUps = 0;

        // Reverting looks for the holder on record, which is another question.
        await _engine.OrdersFrom("test").Begin("1").LiftAsync(Order(), DateTimeOffset.MinValue);

        _scripts.LookUps.Should().Be(1);
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private async Task LooksUpOnceAsync(Func<Task> give)
    {
        await _engine.StartAsync();
        _scripts.LookUps = 0;
        await give();
        _scripts.LookUps.Should().Be(1);
        _scripts.Responder.Calls.Should().Equal("add 2001:db8:7::9");
    }

    private static ResponseOrder Order() => Some.Order("block.sh", "2001:db8:7::9");

    private sealed class Scripts(RecordingResponder responder) : IScriptResponders
    {
        public int LookUps { get; set; }

        public RecordingResponder Responder => responder;

        public IResponder? Find(CommandDefinition command, out string? whyNot)
        {
            LookUps++;
            whyNot = null;
            return responder;
        }
    }
}
