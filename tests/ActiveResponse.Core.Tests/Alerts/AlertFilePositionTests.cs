using ActiveResponse.Alerts;

namespace ActiveResponse.Tests.Alerts;

public class AlertFilePositionTests
{
    [Fact]
    public void Comes_back_from_its_text()
    {
        var position = new AlertFilePosition
        {
            FileId = "12345@8:1",
            Offset = 88812,
            FingerprintLength = 256,
            Fingerprint = "a1b2c3d4e5f60708",
        };

        position.ToString().Should().Be("v1 12345@8:1 88812 256 a1b2c3d4e5f60708");
        AlertFilePosition.TryParse(position.ToString(), out var read).Should().BeTrue();
        read.Should().Be(position);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("v2 1@1 5 5 a")]
    [InlineData("v1 1@1 5 5")]
    [InlineData("v1 1@1 5 5 a b")]
    [InlineData("v1  5 5 a")]
    [InlineData("v1 1@1 5 5 ")]
    [InlineData("v1 1@1 -5 5 a")]
    [InlineData("v1 1@1 5 6 a")]
    [InlineData("v1 1@1 x 5 a")]
    [InlineData("v1 1@1 99999999999999999999 5 a")]
    public void Refuses_other_text(string? text)
    {
        AlertFilePosition.TryParse(text, out var position).Should().BeFalse();
        position.Should().BeNull();
    }
}
