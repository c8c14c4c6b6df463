namespace ActiveResponse.Responders.Firewall.Xdp.Bpf;

/// <summary>Writes a program for the kernel's virtual machine, one instruction after the other.</summary>
internal sealed class BpfAssembler
{
    private const byte Load = 0x01 | 0x60;
    private const byte StoreConstant = 0x02 | 0x60;
    private const byte StoreRegister = 0x03 | 0x60;
    private const byte LoadLong = 0x18;
    private const byte AddConstant = 0x07;
    private const byte MoveConstant = 0xb7;
    private const byte MoveRegister = 0xbf;
    private const byte Jump = 0x05;
    private const byte ByRegister = 0x08;
    private const byte CallHelper = 0x85;
    private const byte Leave = 0x95;

    // In the source register of a long load: its constant is the file of a map.
    private const BpfRegister MapFile = BpfRegister.R1;

    private readonly List<BpfInstruction> _instructions = [];
    private readonly List<(int Index, BpfLabel Label)> _jumps = [];
    private readonly List<(int Index, int Map)> _maps = [];

    /// <summary>Gives a label the next instruction.</summary>
    public void Place(BpfLabel label)
    {
        if (label.Index is not null)
        {
            throw new InvalidOperationException("A label has one place.");
        }

        label.Index = _instructions.Count;
    }

    public void Move(BpfRegister target, BpfRegister source) => Add(new BpfInstruction(MoveRegister, target, source));

    public void Move(BpfRegister target, int constant) => Add(new BpfInstruction(MoveConstant, target, Constant: constant));

    public void Add(BpfRegister target, int constant) => Add(new BpfInstruction(AddConstant, target, Constant: constant));

    /// <summary>Reads memory.</summary>
    public void Read(BpfSize size, BpfRegister target, BpfRegister address, short offset) =>
        Add(new BpfInstruction((byte)(Load | (byte)size), target, address, offset));

    /// <summary>Writes a register to memory.</summary>
    public void Write(BpfSize size, BpfRegister address, short offset, BpfRegister value) =>
        Add(new BpfInstruction((byte)(StoreRegister | (byte)size), address, value, offset));

    /// <summary>Writes a constant to memory.</summary>
    public void Write(BpfSize size, BpfRegister address, short offset, int constant) =>
        Add(new BpfInstruction((byte)(StoreConstant | (byte)size), address, Offset: offset, Constant: constant));

    /// <summary>Loads a map.</summary>
    /// <param name="target">Where it goes.</param>
    /// <param name="map">Its number among the maps that <see cref="BpfProgramText.Link"/> gets.</param>
    public void LoadMap(BpfRegister target, int map)
    {
        _maps.Add((_instructions.Count, map));
        Add(new BpfInstruction(LoadLong, target, MapFile));
        Add(new BpfInstruction(0));
    }

    public void Call(BpfHelper helper) => Add(new BpfInstruction(CallHelper, Constant: (int)helper));

    public void GoTo(BpfLabel label)
    {
        _jumps.Add((_instructions.Count, label));
        Add(new BpfInstruction(Jump));
    }

    public void GoToIf(BpfRegister left, BpfTest test, int constant, BpfLabel label)
    {
        _jumps.Add((_instructions.Count, label));
        Add(new BpfInstruction((byte)(Jump | (byte)test), left, Constant: constant));
    }

    public void GoToIf(BpfRegister left, BpfTest test, BpfRegister right, BpfLabel label)
    {
        _jumps.Add((_instructions.Count, label));
        Add(new BpfInstruction((byte)(Jump | (byte)test | ByRegister), left, right));
    }

    /// <summary>Ends the program with a result.</summary>
    public void Return(int result)
    {
        Move(BpfRegister.R0, result);
        Add(new BpfInstruction(Leave));
    }

    /// <summary>The program, with the distances of its jumps.</summary>
    public BpfProgramText Finish()
    {
        foreach (var (index, label) in _jumps)
        {
            // Counted from the instruction after the jump.
            var distance = (label.Index ?? throw new InvalidOperationException("A jump goes to a label without a place.")) - index - 1;
            _instructions[index] = _instructions[index] with { Offset = checked((short)distance) };
        }

        return new BpfProgramText([.. _instructions], [.. _maps]);
    }

    /// <summary>Adds an instruction as it is.</summary>
    public void Add(BpfInstruction instruction) => _instructions.Add(instruction);
}
