using ActiveResponse.Configuration;
using ActiveResponse.Ossec.Execd;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Ossec.Tests.Execd;

/// <summary>The loop around a machine: nothing waits for a slow program, and the order is that of the messages all the same.</summary>
public sealed class ExecdHostTests : IDisposable
{
    private const string Names = "blk0 - blk - 0\nblk2 - blk - 2\nblk5 - blk - 5\nblk600 - blk - 600\n";

    private readonly CancellationTokenSource _stop = new();
    private readonly QueueOfMessages _queue = new();
    private readonly TalkingRunner _runner = new();
    private Installation? _installation;
    private ExecdHost? _host;

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task A_program_that_does_not_answer_holds_others_up_for_a_second_at_most()
    {
        Start(ConfigDialect.Wazuh);
        var never = new TaskCompletionSource<string?>();
        _runner.Line = message =>
            TalkingRunner.AddressOf(message) == "192.0.2.1"
                ? never.Task
                : Task.FromResult<string?>(TalkingRunner.KeysOf(TalkingRunner.AddressOf(message)));
        _queue.Send(Wazuh4("blk5", "192.0.2.1"));
        _queue.Send(Wazuh4("blk5", "192.0.2.2"));
        await SeenAsync("add 192.0.2.1", "add 192.0.2.2");

        _installation!.Clock.Advance(DecisionOrder.Patience);

        await SeenAsync("add 192.0.2.1", "add 192.0.2.2", "continue 192.0.2.2");
    }

    [Fact]
    public async Task Of_two_messages_for_one_block_the_first_is_told_to_go_on_though_its_program_answers_last()
    {
        Start(ConfigDialect.Wazuh);
        var answers = new Queue<TaskCompletionSource<string?>>([new(), new()]);
        var waiting = answers.ToArray();
        _runner.Line = _ => answers.Dequeue().Task;
        _queue.Send(Wazuh4("blk5", "192.0.2.1"));
        await SeenAsync("add 192.0.2.1");
        _queue.Send(Wazuh4("blk5", "192.0.2.1"));
        await SeenAsync("add 192.0.2.1", "add 192.0.2.1");

        waiting[1].SetResult(TalkingRunner.KeysOf("192.0.2.1"));
        waiting[0].SetResult(TalkingRunner.KeysOf("192.0.2.1"));

        // Which of the two hears it first is up to them.
        await Until.TrueAsync(() => _runner.Seen.Count >= 4);
        (_runner.Told[1], _runner.Told[2]).Should().Be(("continue 192.0.2.1", "abort 192.0.2.1"));
    }

    [Fact]
    public async Task What_is_due_is_taken_back_without_another_message()
    {
        Start(ConfigDialect.Wazuh);
        _queue.Send(Wazuh4("blk2", "192.0.2.1"));
        await SeenAsync("add 192.0.2.1", "continue 192.0.2.1");

        // A delete comes when more than two whole seconds have passed, and is looked for every second.
        await PassAsync(seconds: 2);
        _runner.Seen.Should().HaveCount(2);
        await PassAsync(seconds: 2);

        await SeenAsync("add 192.0.2.1", "continue 192.0.2.1", "delete 192.0.2.1");
    }

    [Fact]
    public async Task A_program_that_names_no_keys_is_not_taken_back()
    {
        Start(ConfigDialect.Wazuh);
        _runner.Line = static _ => Task.FromResult<string?>(null);
        _queue.Send(Wazuh4("blk2", "192.0.2.1"));
        await SeenAsync("add 192.0.2.1");

        await StopAsync();

        _runner.Seen.Should().Equal("add 192.0.2.1");
    }

    [Fact]
    public async Task On_a_stop_Wazuh_programs_run_one_after_the_other_and_a_stuck_one_is_passed_over()
    {
        Start(ConfigDialect.Wazuh);
        _queue.Send(Wazuh4("blk600", "192.0.2.1"));
        _queue.Send(Wazuh4("blk600", "192.0.2.2"));
        await SeenAsync("add 192.0.2.1", "continue 192.0.2.1", "add 192.0.2.2", "continue 192.0.2.2");
        _runner.End = static what => what == "delete 192.0.2.1" ? new TaskCompletionSource().Task : Task.CompletedTask;
        await _stop.CancelAsync();

        var stopping = _host!.StopAsync();
        await Until.TrueAsync(() => _runner.Seen[^1] == "delete 192.0.2.1");
        await _installation!.Clock.TimerOf(TimeSpan.FromSeconds(10));
        _runner.Seen.Should().HaveCount(5);
        await _installation!.Clock.AdvanceUntilAsync(stopping);

        _runner.Seen.Skip(4).Should().Equal("delete 192.0.2.1", "delete 192.0.2.2");
    }

    [Fact]
    public async Task Ossec_programs_start_in_the_order_of_their_messages_and_are_not_waited_for()
    {
        Start(ConfigDialect.Ossec);
        _runner.End = static _ => new TaskCompletionSource().Task;
        var messages = Enumerable.Range(1, 20).Select(static n => $"blk600 - 192.0.2.{n} 1.{n} 5712 /var/log/auth.log -").ToList();
        messages.ForEach(_queue.Send);

        await Until.TrueAsync(() => _runner.Seen.Count == messages.Count);

        _runner.Seen.Should().Equal(messages.Select(static message => message.Replace("blk600 -", "blk add -", StringComparison.Ordinal)));
        await _stop.CancelAsync();
        await _installation!.Clock.AdvanceUntilAsync(_host!.StopAsync());
        _runner
            .Seen.Skip(20)
            .Should()
            .Equal(messages.Select(static message => message.Replace("blk600 -", "blk delete -", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_told_of_and_counts_as_the_original_counts_it()
    {
        Start(ConfigDialect.Ossec);
        _runner.IsMissing = true;
        _queue.Send("blk600 - 192.0.2.1 1.1 5712 /var/log/auth.log -");
        await Until.TrueAsync(() => _installation!.Notes.Exists(static note => note.Code == "1312"));

        // OSSEC never looks whether a program ran: it is taken back all the same.
        _installation!.Machine.TakeAll().Should().ContainSingle();
    }

    [Fact]
    public async Task What_was_never_started_is_no_block_and_the_next_message_starts_it()
    {
        Start(ConfigDialect.Ossec);
        _runner.IsOutOfResources = true;
        _queue.Send("blk600 - 192.0.2.1 1.1 5712 /var/log/auth.log -");
        await Until.TrueAsync(() => _installation!.Notes.Exists(static note => note.Code == "1312"));
        _runner.IsOutOfResources = false;

        _queue.Send("blk600 - 192.0.2.1 1.2 5712 /var/log/auth.log -");

        await SeenAsync("blk add - 192.0.2.1 1.2 5712 /var/log/auth.log -");
    }

    private void Start(ConfigDialect dialect)
    {
        _installation = new Installation(dialect, Names, ["blk"]);
        _host = new ExecdHost(_installation.Machine, _queue, _installation.Folder, _runner, _installation.Clock, _installation.Notes.Add);
        _ = _host.RunAsync(_stop.Token);
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _installation!.Clock.AdvanceUntilAsync(_host!.StopAsync());
    }

    private async Task SeenAsync(params string[] what)
    {
        await Until.TrueAsync(() => _runner.Seen.Count >= what.Length);
        _runner.Seen.Should().Equal(what);
    }

    // The loop waits for a second each time; it must have begun to before the next is let pass.
    private async Task PassAsync(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            await _installation!.Clock.TimerOf(_installation.Machine.Patience);
            _installation.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await _installation!.Clock.TimerOf(_installation.Machine.Patience);
    }

    private static string Wazuh4(string name, string address) =>
        $$$$$"""{"version":1,"origin":{"name":"node01","module":"wazuh-analysisd"},"command":"{{{{{name}}}}}","parameters":"""
        + $$$$$"""{"extra_args":[],"alert":{"data":{"srcip":"{{{{{address}}}}}"}}}}""";
}
