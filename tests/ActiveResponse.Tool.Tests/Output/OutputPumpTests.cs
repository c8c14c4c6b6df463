using System.Text;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Tests.Output;

public sealed class OutputPumpTests
{
    private static readonly OutputLimits Small = new() { MostWaiting = 1000, Patience = TimeSpan.FromMilliseconds(50) };

    [Fact]
    public void Writes_everything_in_order()
    {
        var output = new MemoryStream();
        var pump = new OutputPump(output, new OutputLimits(), notify: null);
        for (var i = 0; i < 10_000; i++)
        {
            pump.Write(Line(i));
        }

        pump.Finish(TimeSpan.Zero);

        Encoding
            .ASCII.GetString(output.ToArray())
            .Should()
            .Be(string.Concat(Enumerable.Range(0, 10_000).Select(static i => $"line {i}\n")));
    }

    [Fact]
    public void A_reader_who_stops_does_not_hold_up_a_service_and_gets_whole_lines_when_he_reads_again()
    {
        using var reader = new StuckStream();
        var told = new List<string>();
        var pump = new OutputPump(reader, Small, told.Add) { WaitsForReader = false };
        for (var i = 0; i < 10_000; i++)
        {
            pump.Write("a line in two "u8);
            pump.Write(Line(i));
        }

        told.Should().ContainSingle().Which.Should().Contain("isn't read");
        reader.GoOn();
        pump.Finish(TimeSpan.Zero);

        told.Should().HaveCount(2).And.Contain(static text => text.Contains("lines were lost", StringComparison.Ordinal));
        reader.Text.Should().EndWith("\n").And.MatchRegex("\\A(a line in two line [0-9]+\n)+\\z");
    }

    [Fact]
    public async Task The_end_waits_until_what_was_lost_is_reported()
    {
        using var reader = new StuckStream();
        using var begun = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        var isReported = false;
        var pump = new OutputPump(
            reader,
            Small,
            text =>
            {
                if (text.Contains("lines were lost", StringComparison.Ordinal))
                {
                    begun.Set();
                    mayEnd.Wait();
                    Volatile.Write(ref isReported, true);
                }
            }
        )
        {
            WaitsForReader = false,
        };
        for (var i = 0; i < 10_000; i++)
        {
            pump.Write(Line(i));
        }

        reader.GoOn();
        var finish = Task.Run(() =>
        {
            pump.Finish(TimeSpan.Zero);
            return Volatile.Read(ref isReported);
        });
        begun.Wait(TimeSpan.FromMinutes(1)).Should().BeTrue();
        mayEnd.Set();

        (await finish).Should().BeTrue();
    }

    [Fact]
    public void A_reader_who_stops_does_not_keep_the_process_from_ending()
    {
        using var reader = new StuckStream();
        var pump = new OutputPump(reader, new OutputLimits(), notify: null);
        pump.Write(Line(1));

        pump.GiveUp();
        pump.Finish(TimeSpan.FromMilliseconds(50));

        reader.Text.Should().BeEmpty();
        reader.GoOn();
    }

    [Fact]
    public async Task Whoever_waits_for_a_slow_reader_goes_on_once_the_process_is_told_to_end()
    {
        using var reader = new StuckStream();
        var pump = new OutputPump(reader, Small, notify: null);
        var printing = Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                pump.Write(Line(i));
            }
        });

        pump.GiveUp();

        await printing.WaitAsync(TimeSpan.FromMinutes(1));
        reader.GoOn();
    }

    [Fact]
    public void A_full_disk_is_told_once_each_time_and_ends_nothing()
    {
        using var disk = new FullStream { IsFull = true };
        var told = new List<string>();
        var pump = new OutputPump(disk, new OutputLimits(), told.Add);

        pump.Write(Line(1));
        pump.Finish(TimeSpan.Zero);
        pump.Write(Line(2));
        pump.Finish(TimeSpan.Zero);

        pump.HasFailed.Should().BeTrue();
        told.Should().ContainSingle().Which.Should().Contain("can't be written").And.Contain("No space left");
        disk.IsFull = false;
        pump.Write(Line(3));
        pump.Finish(TimeSpan.Zero);
        Encoding.ASCII.GetString(disk.ToArray()).Should().Be("line 3\n");
        pump.HasFailed.Should().BeFalse();
    }

    private static byte[] Line(int i) => Encoding.ASCII.GetBytes($"line {i}\n");

    private sealed class FullStream : MemoryStream
    {
        public volatile bool IsFull;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (IsFull)
            {
                throw new IOException("No space left on device");
            }

            base.Write(buffer);
        }
    }

    /// <summary>Takes nothing until it goes on.</summary>
    private sealed class StuckStream : MemoryStream
    {
        private readonly ManualResetEventSlim _goesOn = new();

        public string Text => Encoding.ASCII.GetString(ToArray());

        public void GoOn() => _goesOn.Set();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _goesOn.Wait();
            base.Write(buffer);
        }
    }
}
