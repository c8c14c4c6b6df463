using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ActiveResponse.Tests.DependencyInjection;

/// <summary>Deadlines and retries of single responders, and options that change while the host runs.</summary>
public sealed class ResponderOptionsTests : IAsyncDisposable
{
    private readonly ManualClock _clock = new();
    private readonly LogLines _log = new();
    private readonly ChangedOptions _changes = new();
    private readonly RecordingResponder _slow = new("slow") { OnApply = static (_, token) => HangAsync(token) };
    private readonly RecordingResponder _other = new("other") { OnApply = static (_, token) => HangAsync(token) };
    private readonly ServiceProvider _services;

    public ResponderOptionsTests()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<IOptionsChangeTokenSource<ExecutionOptions>>(_changes);
        services.AddLogging(logging => logging.AddProvider(_log));
        services
            .AddActiveResponse()
            .AddResponder(_ => _slow)
            .AddResponder(_ => _other)
            .ConfigureExecution(options => _changes.Configure(options));
        _services = services.BuildServiceProvider();
    }

    private ActiveResponseEngine Engine => _services.GetRequiredService<ActiveResponseEngine>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task A_responder_has_a_deadline_of_its_own()
    {
        _changes.Configure = static options =>
            options.Responders["slow"] = new ResponderExecutionOptions { Deadline = TimeSpan.FromMinutes(3) };
        await Engine.StartAsync();
        var slow = ApplyAsync("slow", "203.0.113.1");
        var other = ApplyAsync("other", "203.0.113.2");
        await Until.TrueAsync(() => _slow.Calls.Count + _other.Calls.Count == 2);
        await Task.WhenAll(_clock.TimerOf(TimeSpan.FromMinutes(3)), _clock.TimerOf(TimeSpan.FromSeconds(30)));

        _clock.Advance(TimeSpan.FromSeconds(30));
        (await other).Detail.Should().Contain("within 30 s");
        slow.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromSeconds(150));
        (await slow).Detail.Should().Contain("within 180 s");
    }

    [Fact]
    public async Task Retries_and_waits_are_set_for_one_responder()
    {
        _slow.OnRevert = static (_, _) => ValueTask.FromResult(ResponderResult.Failed("locked"));
        _slow.OnApply = static (_, _) => ValueTask.FromResult(ResponderResult.Applied());
        _changes.Configure = static options =>
            options.Responders["slow"] = new ResponderExecutionOptions { RevertRetryDelay = TimeSpan.FromSeconds(77) };
        await Engine.StartAsync();
        await ApplyAsync("slow", "203.0.113.1");
        (await Engine.LiftAsync(Some.Address("203.0.113.1"))).Single().Detail.Should().Be("locked; retried in 77 s");
    }

    [Fact]
    public async Task Changed_options_are_followed_while_the_host_runs()
    {
        await Engine.StartAsync();
        _changes.Change(static options => options.Deadline = TimeSpan.FromSeconds(90));
        _log.Of(121).Should().Be(1);

        var slow = ApplyAsync("slow", "203.0.113.1");
        await Until.TrueAsync(() => _slow.Calls.Count == 1);
        await _clock.TimerOf(TimeSpan.FromSeconds(90));
        _clock.Advance(TimeSpan.FromSeconds(90));
        (await slow).Detail.Should().Contain("within 90 s");
    }

    [Fact]
    public async Task Invalid_changes_are_logged_and_the_old_options_stay()
    {
        await Engine.StartAsync();
        Action change = () => _changes.Change(static options => options.Deadline = TimeSpan.Zero);
        change.Should().Throw<Exception>("who changed them is told");
        _log.All.Should()
            .ContainSingle(static line =>
                line.StartsWith("120 Error", StringComparison.Ordinal) && line.Contains("Deadline must be 1 second to 1 hour")
            );

        var slow = ApplyAsync("slow", "203.0.113.1");
        await Until.TrueAsync(() => _slow.Calls.Count == 1);
        await _clock.TimerOf(TimeSpan.FromSeconds(30));
        _clock.Advance(TimeSpan.FromSeconds(30));
        (await slow).Detail.Should().Contain("within 30 s");
    }

    [Fact]
    public void Options_of_a_responder_out_of_range_fail_the_start_and_are_named()
    {
        _changes.Configure = static options =>
            options.Responders["slow"] = new ResponderExecutionOptions { Deadline = TimeSpan.Zero, ApplyRetries = 101 };
        _services
            .Invoking(static services => services.GetRequiredService<IOptions<ExecutionOptions>>().Value)
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage("*Responders['slow'].Deadline*Responders['slow'].ApplyRetries*");
    }

    private Task<ExecutedAction> ApplyAsync(string responder, string address) =>
        Engine.ApplyAsync(responder, Some.Address(address), TimeSpan.FromHours(1));

    private static async ValueTask<ResponderResult> HangAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return ResponderResult.Applied();
    }

    private sealed class ChangedOptions : IOptionsChangeTokenSource<ExecutionOptions>
    {
        private CancellationTokenSource _token = new();

        public Action<ExecutionOptions> Configure { get; set; } = static _ => { };

        public string Name => Options.DefaultName;

        public IChangeToken GetChangeToken() => new CancellationChangeToken(_token.Token);

        public void Change(Action<ExecutionOptions> configure)
        {
            Configure = configure;
            Interlocked.Exchange(ref _token, new CancellationTokenSource()).Cancel();
        }
    }
}
