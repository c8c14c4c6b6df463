using System.IO.Abstractions.TestingHelpers;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Platform;
using ActiveResponse.Testing;
using ActiveResponse.Tool.Control;

namespace ActiveResponse.Tool.Tests.Control;

/// <summary>The allow list that is kept beside the state.</summary>
public sealed class AllowFileTests
{
    private const string Path = "/var/lib/active-response/state.db.allow";

    private readonly MockFileSystem _files = new();
    private readonly FakeNativeFiles _native;

    public AllowFileTests()
    {
        _files.AddDirectory("/var/lib/active-response");
        _native = new FakeNativeFiles(_files);
    }

    private AllowFile File => new(Path, _files, _native);

    [Fact]
    public void What_is_written_is_read_by_a_later_run()
    {
        File.Read().Should().BeEmpty();

        File.Write([Entry("192.0.2.0/24"), Entry("partner.example")]);

        File.Read()
            .Select(static entry => (entry.Text, entry.Network?.ToString(), entry.HostName))
            .Should()
            .Equal(("192.0.2.0/24", "192.0.2.0/24", null), ("partner.example", null, "partner.example"));
        _native.Written.Should().Equal(Path);
        _files.AllFiles.Should().Equal(Path);
    }

    [Fact]
    public void Who_added_an_entry_and_why_stays_with_it_until_it_is_removed()
    {
        var note = new OrderNote { Reason = "# a \"partner\"\n", By = "alice" };
        var first = File;
        first.Write([Entry("192.0.2.7")], Entry("192.0.2.7"), note);
        first.Write([Entry("192.0.2.7"), Entry("192.0.2.8")], Entry("192.0.2.8"), OrderNote.None);

        var second = File;
        second.Read().Select(static entry => entry.Text).Should().Equal("192.0.2.7", "192.0.2.8");
        (second.NoteOf(Entry("192.0.2.7")), second.NoteOf(Entry("192.0.2.8"))).Should().Be((note, OrderNote.None));

        second.Write([Entry("192.0.2.8")]);
        second.NoteOf(Entry("192.0.2.7")).Should().Be(OrderNote.None);
        _files.File.ReadAllText(Path).Should().Be("192.0.2.8\n");
    }

    [Theory]
    [InlineData("192.0.2.7 # the partner's gateway", "the partner's gateway", null)]
    [InlineData("192.0.2.7 # {\"by\":1}", "{\"by\":1}", null)]
    [InlineData("192.0.2.7 # {\"by\":\"x\",\"later\":true}", null, "x")]
    public void A_comment_in_it_is_a_reason(string line, string? reason, string? by)
    {
        _files.AddFile(Path, new MockFileData(line + "\n"));
        var file = File;

        file.NoteOf(file.Read().Should().ContainSingle().Subject).Should().Be(new OrderNote { Reason = reason, By = by });
    }

    [Fact]
    public void One_that_others_could_write_is_refused()
    {
        File.Write([Entry("192.0.2.0/24")]);
        _native.SetTrust(Path, new FileTrust("everybody can write it"));

        FluentActions.Invoking(() => File.Read()).Should().Throw<IOException>().WithMessage("*can't be trusted: everybody can write it.");
    }

    [Theory]
    [InlineData("0.0.0.0/0", "kill switch")]
    [InlineData("1.2.3", "neither an address or network")]
    public void One_that_holds_something_else_is_refused(string line, string why)
    {
        _files.AddFile(Path, new MockFileData($"192.0.2.7\n{line}\n"));

        FluentActions.Invoking(() => File.Read()).Should().Throw<IOException>().WithMessage($"*{why}*delete it to start over.");
    }

    [Fact]
    public void A_full_disk_leaves_what_was_there()
    {
        File.Write([Entry("192.0.2.7")]);
        _native.WriteFault = static _ => new IOException("the disk is full");

        FluentActions.Invoking(() => File.Write([Entry("192.0.2.8")])).Should().Throw<IOException>();

        File.Read().Should().ContainSingle().Which.Text.Should().Be("192.0.2.7");
    }

    private static AllowListEntry Entry(string text)
    {
        AllowFile.TryRead(text, out var entry).Should().BeNull();
        return entry;
    }
}
