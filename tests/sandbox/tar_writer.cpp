#include "tests/sandbox/tar_writer.h"

namespace wharf::sandbox {

namespace {

constexpr qsizetype block = 512;

void put(QByteArray &header, qsizetype at, const QByteArray &text)
{
    header.replace(at, text.size(), text);
}

QByteArray octal(qint64 number, int digits)
{
    return QByteArray::number(number, 8).rightJustified(digits, '0');
}

} // namespace

void TarWriter::add(const QByteArray &name, const QByteArray &content)
{
    add(name, content.size(), [&](QIODevice &out) { out.write(content); });
}

void TarWriter::add(const QByteArray &name, qint64 size, const std::function<void(QIODevice &)> &write)
{
    QByteArray header(block, '\0');
    put(header, 0, name);
    put(header, 100, octal(0644, 7));
    put(header, 108, octal(0, 7));
    put(header, 116, octal(0, 7));
    put(header, 124, octal(size, 11));
    put(header, 136, octal(0, 11));
    put(header, 148, QByteArray(8, ' ')); // the checksum counts its own field as blanks
    put(header, 156, "0");
    put(header, 257, QByteArray("ustar\0" "00", 8));
    int sum = 0;
    for (const char byte : header)
        sum += static_cast<unsigned char>(byte);
    put(header, 148, octal(sum, 6) + QByteArray("\0 ", 2));
    m_out.write(header);
    write(m_out);
    m_out.write(QByteArray((block - size % block) % block, '\0'));
}

void TarWriter::finish()
{
    m_out.write(QByteArray(2 * block, '\0'));
}

} // namespace wharf::sandbox
