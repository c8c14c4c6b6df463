using System.Diagnostics;
using System.IO.Abstractions;
using System.Text;
using ActiveResponse.Alerts;
using ActiveResponse.Platform;

namespace ActiveResponse.Tests.Alerts;

/// <summary>What stands in a file's place and can't be read is told, and keeps nobody waiting.</summary>
public sealed class SourceTroubleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("alerts").FullName;
    private readonly RecordAssembler _assembler = new(new AlertFileOptions(), new AlertStreamStatistics());
    private readonly FileFollower _follower;

    public SourceTroubleTests() =>
        _follower = new FileFollower(
            new FileSystem(),
            NativeFiles.OfThisHost(),
            Log,
            new AlertFileOptions(),
            _assembler,
            new NoAlertFileEvents()
        );

    private string Log => Path.Combine(_folder, "alerts.json");

    public void Dispose()
    {
        _follower.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_FIFO_is_told_and_does_not_keep_the_file_from_being_read_later()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "there are FIFOs on Linux");
        MakeFifo();

        Read().Should().BeEmpty();
        _follower.Trouble!.Message.Should().Contain("FIFO");
        File.Delete(Log);
        File.WriteAllText(Log, "{a}\n");

        Read();
        _follower.Trouble.Should().BeNull();
        File.AppendAllText(Log, "{b}\n");
        Read().Should().Equal("{b}");
    }

    [Fact]
    public void A_folder_is_told()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Windows calls it a file that may not be read");
        Directory.CreateDirectory(Log);

        Read().Should().BeEmpty();

        _follower.Trouble!.Message.Should().Contain("folder");
        Directory.Delete(Log);
        Read();
        PlainFile.Explain(_follower.Trouble!).Should().BeNull("a file that isn't there is waited for");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_takes_the_place_of_a_file_that_is_followed_is_told_while_the_old_one_is_read_on(bool isFifo)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "there are FIFOs on Linux");
        File.WriteAllText(Log, "");
        Read();
        File.Move(Log, Log + ".1");
        Read();
        _follower.Trouble.Should().BeNull("between two rotations no file has the name");
        if (isFifo)
        {
            MakeFifo();
        }
        else
        {
            Directory.CreateDirectory(Log);
        }

        Read();
        _follower.Trouble.Should().NotBeNull();
        File.AppendAllText(Log + ".1", "{late}\n");
        Read().Should().Equal("{late}");
        _follower.Trouble.Should().NotBeNull("what has the name can't be read still");
        if (isFifo)
        {
            File.Delete(Log);
        }
        else
        {
            Directory.Delete(Log);
        }

        File.WriteAllText(Log, "{new}\n");
        Read().Should().Equal("{new}");
        _follower.Trouble.Should().BeNull();
    }

    private void MakeFifo()
    {
        using var made = Process.Start(new ProcessStartInfo("mkfifo", [Log]))!;
        made.WaitForExit();
        made.ExitCode.Should().Be(0);
    }

    private List<string> Read()
    {
        var records = new List<string>();
        while (true)
        {
            var step = _follower.Step();
            while (_assembler.TryTake(out var record))
            {
                records.Add(Encoding.UTF8.GetString(record.Bytes.Span));
            }

            if (step == FollowStep.Idle)
            {
                return records;
            }

            if (step == FollowStep.Switch)
            {
                _follower.SwitchOver();
            }
        }
    }
}
