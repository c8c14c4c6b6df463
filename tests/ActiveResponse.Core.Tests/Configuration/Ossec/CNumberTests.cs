using System.Globalization;
using ActiveResponse.Configuration.Ossec;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Configuration.Ossec;

public sealed class CNumberTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("soon", 0)]
    [InlineData("600s", 600)]
    [InlineData(" \t\n\v\f\r300 ", 300)]
    [InlineData("+60", 60)]
    [InlineData("-60", -60)]
    [InlineData("+-60", 0)]
    [InlineData("- 60", 0)]
    [InlineData("0x10", 0)]
    [InlineData("007", 7)]
    [InlineData("4294967303", 7)]
    [InlineData("99999999999", 1215752191)]
    [InlineData("2147483648", int.MinValue)]
    [InlineData("9223372036854775807", -1)]
    [InlineData("99999999999999999999999999999999999999999999999999", -1)]
    [InlineData("9223372036854775806", -2)]
    [InlineData("9223372036854775808", -1)]
    [InlineData("18446744073709551617", -1)]
    [InlineData("-9223372036854775807", 1)]
    [InlineData("-9223372036854775808", 0)]
    [InlineData("-9223372036854775809", 0)]
    [InlineData("-99999999999999999999999999999999999999999999999999", 0)]
    [InlineData("\u00a07", 0)]
    public void Reads_numbers_as_atoi_does(string text, int number) => CNumber.Atoi(text).Should().Be(number);

    [Fact]
    public void Reads_every_number_it_is_given_back() =>
        Prop.ForAll<int>(static n => CNumber.Atoi(n.ToString(CultureInfo.InvariantCulture)) == n).QuickCheckThrowOnFailure();
}
