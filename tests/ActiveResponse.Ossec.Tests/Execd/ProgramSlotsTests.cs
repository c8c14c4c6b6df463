using ActiveResponse.Configuration;
using ActiveResponse.Ossec.Execd;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Ossec.Tests.Execd;

/// <summary>Programs that don't end: so many children at once, the rest waits, and neither other programs nor ends wait with
/// them.</summary>
public sealed class ProgramSlotsTests : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly QueueOfMessages _queue = new();
    private readonly TalkingRunner _runner = new();
    private readonly Installation _installation = new(
        ConfigDialect.Ossec,
        "blk600 - blk - 600\nother600 - other - 600\n",
        ["blk", "other"]
    );

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task Of_one_program_so_many_children_run_at_once_and_another_program_and_ends_go_on()
    {
        var hang = new TaskCompletionSource();
        _runner.End = what => what.Contains("blk add", StringComparison.Ordinal) ? hang.Task : Task.CompletedTask;
        var host = new ExecdHost(
            _installation.Machine,
            _queue,
            _installation.Folder,
            _runner,
            _installation.Clock,
            _installation.Notes.Add
        );
        _ = host.RunAsync(_stop.Token);

        for (var i = 0; i < ExecdPrograms.AtOnce + 50; i++)
        {
            _queue.Send($"blk600 - 2001:db8::{i:x} 1.{i} 5712 /var/log/auth.log -");
        }

        _queue.Send("other600 - 203.0.113.9 1.1 5712 /var/log/auth.log -");

        await Until.TrueAsync(() => _runner.Seen.Any(static seen => seen.StartsWith("other", StringComparison.Ordinal)));
        _runner.Seen.Count(static seen => seen.StartsWith("blk add", StringComparison.Ordinal)).Should().Be(ExecdPrograms.AtOnce);

        hang.SetResult();
        await Until.TrueAsync(() =>
            _runner.Seen.Count(static seen => seen.StartsWith("blk add", StringComparison.Ordinal)) == ExecdPrograms.AtOnce + 50
        );
        await _stop.CancelAsync();
        await host.StopAsync();
        _runner
            .Seen.Count(static seen => seen.StartsWith("blk delete", StringComparison.Ordinal))
            .Should()
            .Be(ExecdPrograms.AtOnce + 50, "a stop waits for what waits to be started");
    }

    [Fact]
    public async Task What_finds_no_place_to_wait_is_dropped_told_and_answered_as_if_it_had_said_nothing()
    {
        _runner.End = static _ => new TaskCompletionSource().Task;
        var programs = new ExecdPrograms(_installation.Folder, _runner, new Lock(), _installation.Notes.Add, atOnce: 1, waiting: 1);
        var answered = 0;
        var run = new ExecdRun
        {
            Program = "blk",
            Arguments = ["add"],
            Answer = _ =>
            {
                answered++;
                return null;
            },
        };
        _runner.Line = static _ => new TaskCompletionSource<string?>().Task;

        for (var i = 0; i < 5; i++)
        {
            await programs.StartAsync(run with { Answer = i < 2 ? null : run.Answer }, turn: null, CancellationToken.None);
        }

        answered.Should().Be(3);
        _installation
            .Notes.Select(static note => note.Text)
            .Should()
            .HaveCount(2, "the first and the second are told, the third is one of those counted")
            .And.OnlyContain(static text => text.Contains("isn't started"));
        await programs.StartAsync(
            new ExecdRun
            {
                Program = "blk",
                Arguments = ["delete"],
                IsEnd = true,
            },
            turn: null,
            CancellationToken.None
        );
        _runner.Seen.Should().Equal("blk add", "blk delete");
    }

    [Fact]
    public async Task A_block_whose_start_is_dropped_is_forgotten_so_that_the_next_message_starts_it()
    {
        _runner.End = static _ => new TaskCompletionSource().Task;
        var programs = new ExecdPrograms(_installation.Folder, _runner, new Lock(), _installation.Notes.Add, atOnce: 1, waiting: 0);
        var forgotten = 0;
        await programs.StartAsync(
            new ExecdRun
            {
                Program = "blk",
                Arguments = ["add"],
                Forget = () => forgotten += 10,
            },
            turn: null,
            CancellationToken.None
        );

        await programs.StartAsync(
            new ExecdRun
            {
                Program = "blk",
                Arguments = ["add"],
                Forget = () => forgotten++,
            },
            turn: null,
            CancellationToken.None
        );

        forgotten.Should().Be(1);
    }

    [Fact]
    public void Orders_of_one_executable_have_a_bound_by_number_and_by_bytes_and_those_of_another_their_own()
    {
        var room = new OrderRoom(mostOrders: 2, mostBytes: 100, _installation.Notes.Add);

        room.TryEnter("slow", 10).Should().BeTrue();
        room.TryEnter("slow", 10).Should().BeTrue();
        room.TryEnter("slow", 10).Should().BeFalse();
        room.TryEnter("other", 200).Should().BeTrue();
        room.TryEnter("other", 10).Should().BeFalse("its bytes are used up");
        room.Leave("slow", 10);
        room.TryEnter("slow", 10).Should().BeTrue();
        _installation.Notes.Should().HaveCount(2).And.OnlyContain(static note => note.Text.Contains("is dropped"));
    }
}
