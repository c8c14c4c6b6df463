namespace ActiveResponse.Responders.Firewall.Xdp.Bpf;

/// <summary>The commands of <c>bpf(2)</c>; the values are the kernel's.</summary>
internal enum BpfCommand
{
    MapCreate = 0,
    MapFind = 1,
    MapUpdate = 2,
    MapDelete = 3,
    MapNextKey = 4,
    ProgramLoad = 5,
    Pin = 6,
    OpenPin = 7,
    ProgramTestRun = 10,
    ProgramById = 13,
    Describe = 15,
    MapFindBatch = 24,
    MapUpdateBatch = 26,
    MapDeleteBatch = 27,
    LinkCreate = 28,
    LinkUpdate = 29,
    LinkDetach = 34,
}
