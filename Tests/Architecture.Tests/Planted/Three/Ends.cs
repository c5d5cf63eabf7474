using Tta.Architecture.Tests.Planted.One;

namespace Tta.Architecture.Tests.Planted.Three;

internal sealed record Ends(Begins? Next);
