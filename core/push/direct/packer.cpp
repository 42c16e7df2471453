#include "core/push/direct/packer.h"

#include <algorithm>
#include <limits>
#include <vector>

#ifdef WHARF_HAS_ISAL
#include <isa-l/igzip_lib.h>
#else
#include <zlib.h>
#endif

namespace wharf::push {

namespace {

unsigned int atMost(qint64 bytes)
{
    return static_cast<unsigned int>(std::min<qint64>(bytes, std::numeric_limits<unsigned int>::max() / 2));
}

#ifdef WHARF_HAS_ISAL

/// Level 2: five times as fast as zlib's 1 for the same size (measured on /usr); 3 halves the speed for 1 % less.
class IsalPacker final : public Packer {
public:
    IsalPacker()
        : m_levelBuffer(ISAL_DEF_LVL2_DEFAULT)
    {
        isal_deflate_init(&m_stream);
        m_stream.level = 2;
        m_stream.level_buf = m_levelBuffer.data();
        m_stream.level_buf_size = static_cast<std::uint32_t>(m_levelBuffer.size());
        m_stream.gzip_flag = IGZIP_GZIP;
        m_stream.end_of_stream = 0;
        m_stream.flush = NO_FLUSH;
    }

    void feed(QByteArrayView bytes, bool last) override
    {
        m_stream.next_in = reinterpret_cast<std::uint8_t *>(const_cast<char *>(bytes.data()));
        m_stream.avail_in = atMost(bytes.size());
        m_stream.end_of_stream = last ? 1 : 0;
    }
    [[nodiscard]] bool needsInput() const override { return m_stream.avail_in == 0 && m_stream.end_of_stream == 0; }
    [[nodiscard]] bool isDone() const override { return m_stream.internal_state.state == ZSTATE_END; }
    [[nodiscard]] qint64 pack(char *into, qint64 most) override
    {
        if (isDone())
            return 0;
        const unsigned int room = atMost(most);
        m_stream.next_out = reinterpret_cast<std::uint8_t *>(into);
        m_stream.avail_out = room;
        isal_deflate(&m_stream);
        return room - m_stream.avail_out;
    }

private:
    isal_zstream m_stream {};
    std::vector<std::uint8_t> m_levelBuffer;
};
using ChosenPacker = IsalPacker;

#else

class ZlibPacker final : public Packer {
public:
    ZlibPacker() { deflateInit2(&m_stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY); } // 16: gzip, without a time
    ~ZlibPacker() override { deflateEnd(&m_stream); }
    ZlibPacker(const ZlibPacker &) = delete;
    ZlibPacker &operator=(const ZlibPacker &) = delete;

    void feed(QByteArrayView bytes, bool last) override
    {
        m_stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
        m_stream.avail_in = atMost(bytes.size());
        m_last = last;
    }
    [[nodiscard]] bool needsInput() const override { return m_stream.avail_in == 0 && !m_last; }
    [[nodiscard]] bool isDone() const override { return m_done; }
    [[nodiscard]] qint64 pack(char *into, qint64 most) override
    {
        if (m_done)
            return 0;
        const unsigned int room = atMost(most);
        m_stream.next_out = reinterpret_cast<Bytef *>(into);
        m_stream.avail_out = room;
        m_done = deflate(&m_stream, m_last ? Z_FINISH : Z_NO_FLUSH) == Z_STREAM_END;
        return room - m_stream.avail_out;
    }

private:
    z_stream m_stream {};
    bool m_last = false;
    bool m_done = false;
};
using ChosenPacker = ZlibPacker;

#endif

} // namespace

std::unique_ptr<Packer> Packer::create()
{
    return std::make_unique<ChosenPacker>();
}

const char *Packer::name()
{
#ifdef WHARF_HAS_ISAL
    return "isal-2";
#else
    return "zlib-1";
#endif
}

} // namespace wharf::push
