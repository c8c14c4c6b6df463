using System.Text;
using ActiveResponse.Alerts;

namespace ActiveResponse.Tests.Alerts;

/// <summary>Alerts read for what a daemon would say of them: what is there stays as it is.</summary>
public sealed class FieldsAsWrittenTests
{
    [Theory]
    [InlineData("""{"rule":{"sidid":1,"level":3},"srcip":"","dstuser":"-"}""", "", "-")]
    [InlineData("""{"rule":{"sidid":1,"level":3},"srcip":"::ffff:192.0.2.1"}""", "::ffff:192.0.2.1", null)]
    [InlineData("""{"rule":{"sidid":1,"level":3},"dstuser":""}""", null, "")]
    [InlineData("""{"rule":{"sidid":1,"level":3},"srcip":null,"dstuser":7}""", null, null)]
    [InlineData("** Alert 1.2: - a,\n2026 Aug 01 03:17:27 h->/x\nRule: 1 (level 3) -> 'r'\nSrc IP: \nUser: -\nlog\n", "", "-")]
    [InlineData(
        "** Alert 1.2: - a,\n2026 Aug 01 03:17:27 h->/x\nRule: 1 (level 3) -> 'r'\nSrc IP: ::ffff:192.0.2.1\nlog\n",
        "::ffff:192.0.2.1",
        null
    )]
    public void Keep_what_otherwise_counts_as_absent(string record, string? address, string? user)
    {
        new AlertParser(new AlertParserOptions { FieldsAsWritten = true })
            .TryRead(Encoding.UTF8.GetBytes(record), out var alert, out _)
            .Should()
            .BeTrue();
        (alert!.SourceAddress, alert.User).Should().Be((address, user));

        new AlertParser().TryRead(Encoding.UTF8.GetBytes(record), out alert, out _).Should().BeTrue();
        (alert!.SourceAddress, alert.User).Should().Be((address is { Length: > 0 } ? "192.0.2.1" : null, null));
    }
}
