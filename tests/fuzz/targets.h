#pragma once

#include <QByteArrayView>

/// What is fuzzed: each function takes any bytes and ends the program when something that must always hold does not.
/// libFuzzer drives one of them (entry.cpp); test_fuzz_targets drives all of them for a moment on every test run.
namespace wharf::fuzz {

void accountFile(QByteArrayView input);
void certificateOutline(QByteArrayView input);
void challenge(QByteArrayView input);
void credentialFile(QByteArrayView input);
void evidence(QByteArrayView input);
void gitLabAnswers(QByteArrayView input);
void httpReading(QByteArrayView input);
void imageArchive(QByteArrayView input);
void imageReference(QByteArrayView input);
void jwt(QByteArrayView input);
void keys(QByteArrayView input);
void manifest(QByteArrayView input);
void pastedFailure(QByteArrayView input);
void pushStream(QByteArrayView input);
void scope(QByteArrayView input);
void tokenLook(QByteArrayView input);
void vault(QByteArrayView input);

/// Ends the program, with `what`, unless `holds`. Not an assert(): it counts in optimised builds, too.
void require(bool holds, const char *what);

} // namespace wharf::fuzz
