#include "core/registry/jwt_signature.h"
#include "tests/fuzz/targets.h"

using namespace wharf::registry;

void wharf::fuzz::keys(QByteArrayView input)
{
    const auto keys = VerificationKey::parse(input.toByteArray(), QStringLiteral("input"));
    if (!keys)
        return;
    require(!keys->isEmpty(), "no keys are a failure");
    for (const VerificationKey &key : *keys) {
        require(!key.keyId().isEmpty(), "a key has an id");
        require(key.libtrustId().size() == 59, "libtrust's ids are 12 groups of 4");
    }
    // {"alg":…}.{}.64 zeros: nobody has signed this.
    for (const char *header : { "eyJhbGciOiJSUzI1NiJ9", "eyJhbGciOiJQUzI1NiJ9", "eyJhbGciOiJFUzI1NiJ9", "eyJhbGciOiJFZERTQSJ9" }) {
        const QByteArray token = QByteArray(header) + ".e30." + QByteArray(86, 'A');
        require(checkSignature(token, *keys).state != SignatureState::Valid, "zeros are no signature");
    }
}
