using System.Text;
using ActiveResponse.Responders;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

public sealed class HostsDenyForeignBytesTests : IDisposable
{
    private static readonly Dictionary<string, byte[]> Contents = new()
    {
        { "empty", [] },
        { "one newline", "\n"u8.ToArray() },
        { "comments", "# /etc/hosts.deny\n#\n# ALL: PARANOID\n\n"u8.ToArray() },
        { "no final newline", "sshd: 192.0.2.1"u8.ToArray() },
        { "CRLF", "sshd: 192.0.2.1\r\nALL: 192.0.2.2\r\n"u8.ToArray() },
        { "CR only", "sshd: 192.0.2.1\rALL: 192.0.2.2\r"u8.ToArray() },
        { "NUL bytes", [0, .. "sshd:\0 192.0.2.1\n"u8, 0, 0, (byte)'\n', 0] },
        { "invalid UTF-8", [0xff, 0xfe, (byte)'\n', .. "# caf"u8, 0xe9, 0xc3, (byte)'\n', 0x80] },
        { "byte order mark", [0xef, 0xbb, 0xbf, .. "sshd: 192.0.2.1\n"u8] },
        { "continuation", "sshd: 192.0.2.1, \\\n  192.0.2.2 \\\n  192.0.2.3\n"u8.ToArray() },
        { "open continuation", "sshd: 192.0.2.1, \\"u8.ToArray() },
        {
            "markers that are none",
            "# active-response until lifted for 192.0.2.1\n# active-response until lifted for 192.0.2.1"u8.ToArray()
        },
        { "five megabytes", Megabytes(5) },
    };

    private readonly HostsDenyFixture _fixture = new(isInMemory: true);

    public static TheoryData<string> Names => [.. Contents.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Keeps_foreign_bytes_while_entries_come_and_go(string what)
    {
        var foreign = Contents[what];
        _fixture.Bytes = foreign;
        var backend = _fixture.Backend();

        (await backend.AddAsync("203.0.113.9", HostsDenyFixture.Later)).Should().Be(ActionOutcome.Applied, what);
        (await backend.AddAsync("2001:db8::/32")).Should().Be(ActionOutcome.Applied, what);
        _fixture.Bytes.AsSpan().EndsWith(foreign).Should().BeTrue();
        (await backend.AddAsync("203.0.113.9")).Should().Be(ActionOutcome.Applied, what);
        (await backend.RemoveAsync("203.0.113.9")).Should().Be(ActionOutcome.Lifted, what);
        _fixture.Bytes.AsSpan().EndsWith(foreign).Should().BeTrue();
        (await backend.RemoveAsync("2001:db8::/32")).Should().Be(ActionOutcome.Lifted, what);

        _fixture.Bytes.AsSpan().SequenceEqual(foreign).Should().BeTrue();
    }

    [Fact]
    public async Task Keeps_lines_written_between_ours()
    {
        await _fixture.Backend().AddAsync("203.0.113.9");
        await _fixture.Backend().AddAsync("203.0.113.10");
        _fixture.Text =
            "# above\n" + _fixture.Text.Replace("ALL:203.0.113.9\n", "ALL:203.0.113.9\n# between\n", StringComparison.Ordinal) + "below";

        await _fixture.Backend().RemoveAsync("203.0.113.9");
        await _fixture.Backend().RemoveAsync("203.0.113.10");

        _fixture.Text.Should().Be("# above\n# between\nbelow");
    }

    [Fact]
    public async Task Makes_a_missing_file_and_removes_it_when_it_ends_empty()
    {
        await _fixture.Backend().AddAsync("203.0.113.9");

        await _fixture.Backend().RemoveAsync("203.0.113.9");

        _fixture.Names.Should().BeEmpty();
    }

    [Fact]
    public async Task Keeps_a_file_it_made_when_somebody_wrote_to_it()
    {
        await _fixture.Backend().AddAsync("203.0.113.9");
        _fixture.Files.File.AppendAllText(_fixture.File, "# mine", Encoding.ASCII);

        await _fixture.Backend().RemoveAsync("203.0.113.9");

        _fixture.Text.Should().Be("# mine");
    }

    [Fact]
    public async Task Keeps_an_empty_file_that_replaced_the_one_it_made()
    {
        await _fixture.Backend().AddAsync("203.0.113.9");
        await _fixture.Backend().RemoveAsync("203.0.113.9");
        _fixture.Bytes = [];

        await _fixture.Backend().AddAsync("203.0.113.9");
        await _fixture.Backend().RemoveAsync("203.0.113.9");

        _fixture.Bytes.Should().BeEmpty("an empty file was there before");
    }

    public void Dispose() => _fixture.Dispose();

    private static byte[] Megabytes(int count)
    {
        var content = new byte[count << 20];
        new Random(1).NextBytes(content);
        for (var at = 0; at < content.Length - 64; at += 64)
        {
            Encoding.ASCII.GetBytes($"\nALL: 2001:db8::{at:x} # a wrong comment").CopyTo(content, at);
        }

        return content;
    }
}
