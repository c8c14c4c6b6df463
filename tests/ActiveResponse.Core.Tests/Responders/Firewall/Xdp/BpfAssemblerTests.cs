using ActiveResponse.Responders.Firewall.Xdp.Bpf;

namespace ActiveResponse.Tests.Responders.Firewall.Xdp;

public sealed class BpfAssemblerTests
{
    [Fact]
    public void Writes_instructions_as_the_kernel_reads_them()
    {
        Assert.SkipUnless(BitConverter.IsLittleEndian, "The bytes below are those of little-endian machines.");
        var (code, end) = (new BpfAssembler(), new BpfLabel());
        code.Read(BpfSize.Half, BpfRegister.R7, BpfRegister.R6, 12);
        code.Write(BpfSize.Word, BpfRegister.R10, -4, BpfRegister.R1);
        code.Write(BpfSize.Word, BpfRegister.R10, -8, 32);
        code.GoToIf(BpfRegister.R1, BpfTest.Greater, BpfRegister.R8, end);
        code.GoToIf(BpfRegister.R7, BpfTest.NotEqual, 0x81, end);
        code.LoadMap(BpfRegister.R1, 1);
        code.Add(BpfRegister.R2, -8);
        code.Call(BpfHelper.FindElement);
        code.Place(end);
        code.Return(2);

        Convert
            .ToHexString(code.Finish().Link(5, 9))
            .Chunk(16)
            .Select(static instruction => new string(instruction))
            .Should()
            .Equal(
                "69670C0000000000",
                "631AFCFF00000000",
                "620AF8FF20000000",
                "2D81050000000000",
                "5507040081000000",
                "1811000009000000",
                "0000000000000000",
                "07020000F8FFFFFF",
                "8500000001000000",
                "B700000002000000",
                "9500000000000000"
            );
    }

    [Fact]
    public void A_jump_goes_back_too()
    {
        var (code, again) = (new BpfAssembler(), new BpfLabel());
        code.Place(again);
        code.Add(BpfRegister.R1, 1);
        code.GoTo(again);

        code.Finish().Instructions[1].Offset.Should().Be(-2);
    }

    [Fact]
    public void A_label_has_one_place()
    {
        var (code, label) = (new BpfAssembler(), new BpfLabel());
        code.GoTo(label);
        FluentActions.Invoking(code.Finish).Should().Throw<InvalidOperationException>();

        code.Place(label);
        code.Finish().Should().NotBeNull();
        FluentActions.Invoking(() => code.Place(label)).Should().Throw<InvalidOperationException>();
    }
}
