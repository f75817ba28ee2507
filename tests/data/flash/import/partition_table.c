/* A table for each flash map, in the form of the SDK's examples. */
#include "osapi.h"
#include "user_interface.h"

#ifndef SPI_FLASH_SIZE_MAP
#define SPI_FLASH_SIZE_MAP 2 // the build says another one
#endif

#if ((SPI_FLASH_SIZE_MAP == 0) || \
     (SPI_FLASH_SIZE_MAP == 1))
#error "The flash map is not supported"
#elif (SPI_FLASH_SIZE_MAP == 2)
#define OTA_SIZE 0x6A000
#define OTA_2_ADDR 0x81000
#define CHIP_SECTORS 256
#elif (SPI_FLASH_SIZE_MAP == 3)
#define OTA_SIZE 0x6A000
#define OTA_2_ADDR 0x81000
#define CHIP_SECTORS 512
#elif (SPI_FLASH_SIZE_MAP == 4)
#define OTA_SIZE 0x6A000
#define OTA_2_ADDR 0x81000
#define CHIP_SECTORS 1024
#elif (SPI_FLASH_SIZE_MAP == 5)
#define OTA_SIZE 0xE0000
#define OTA_2_ADDR 0x101000
#define CHIP_SECTORS 512
#elif (SPI_FLASH_SIZE_MAP == 6)
#define OTA_SIZE 0xE0000
#define OTA_2_ADDR 0x101000
#define CHIP_SECTORS 1024
#else
#error "The flash map is not supported"
#endif

#define SECTOR (4 * 1024)
#define FROM_END(n) ((CHIP_SECTORS - (n)) * SECTOR)
#define RF_CAL_ADDR ((CHIP_SECTORS - 5) * SECTOR)
#define PHY_ADDR (RF_CAL_ADDR + SECTOR)
#define PARAM_ADDR (PHY_ADDR + SECTOR) /* three sectors */
#define MY_CONFIG (SYSTEM_PARTITION_CUSTOMER_BEGIN + 2)

static const partition_item_t at_partition_table[] = {
    { SYSTEM_PARTITION_BOOTLOADER, 0x0, 0x1000 },
    { SYSTEM_PARTITION_OTA_1, 0x1000, OTA_SIZE },
    { SYSTEM_PARTITION_OTA_2, OTA_2_ADDR, OTA_SIZE },
    { SYSTEM_PARTITION_RF_CAL, RF_CAL_ADDR, SECTOR },
    { SYSTEM_PARTITION_PHY_DATA, PHY_ADDR, 1 << 12 },
    { SYSTEM_PARTITION_SYSTEM_PARAMETER, PARAM_ADDR, 3u * SECTOR },
#if SPI_FLASH_SIZE_MAP >= 5 && defined(OTA_SIZE)
    { .type = SYSTEM_PARTITION_SSL_CLIENT_CA, .addr = 0xfb000, .size = SECTOR },
    { .addr = 0xfc000, .size = (uint32)SECTOR, .type = SYSTEM_PARTITION_SSL_CLIENT_CERT_PRIVKEY },
    { MY_CONFIG, 0xf9000, 2 * SECTOR },
#endif
};

void ICACHE_FLASH_ATTR user_pre_init(void)
{
    if (!system_partition_table_regist(at_partition_table, sizeof(at_partition_table) / sizeof(at_partition_table[0]), SPI_FLASH_SIZE_MAP)) {
        os_printf("refused \"{\" \r\n");
        while (1)
            ;
    }
}
