using ActiveResponse.Tool.Commands;

namespace ActiveResponse.Tool.Tests.Control;

public sealed class DurationTests
{
    [Theory]
    [InlineData("90", 90)]
    [InlineData("90s", 90)]
    [InlineData("10m", 600)]
    [InlineData("1h30m", 5_400)]
    [InlineData("1d12h", 129_600)]
    [InlineData("1w", 604_800)]
    [InlineData("3650d", 315_360_000)]
    public void Reads_what_people_write(string text, long seconds) => Duration.Read(text).Should().Be(seconds);

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("m")]
    [InlineData("-1m")]
    [InlineData("1m1h")]
    [InlineData("1h1h")]
    [InlineData("1h30")]
    [InlineData("1 h")]
    [InlineData("1y")]
    [InlineData("3651d")]
    [InlineData("99999999999999999999")]
    public void Refuses_what_may_mean_something_else(string text) => Duration.Read(text).Should().BeNull();

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(59, "59s")]
    [InlineData(3_600, "1h")]
    [InlineData(93_784, "1d 2h")]
    public void Writes_the_two_largest_units(long seconds, string text) => Duration.Text(seconds).Should().Be(text);
}
