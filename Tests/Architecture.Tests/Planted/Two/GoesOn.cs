using Tta.Architecture.Tests.Planted.Three;

namespace Tta.Architecture.Tests.Planted.Two;

internal sealed record GoesOn(Ends? Next);
